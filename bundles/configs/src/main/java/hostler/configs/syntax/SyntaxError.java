package hostler.configs.syntax;

/**
 * Where a text stops being what it should be.
 *
 * @param line from 1; 0: the text as a whole
 * @param message what is wrong there
 */
public record SyntaxError(int line, String message) {}
