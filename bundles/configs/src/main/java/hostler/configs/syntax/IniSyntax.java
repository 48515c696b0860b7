package hostler.configs.syntax;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * INI has no standard. This accepts what its common readers agree on: sections in brackets,
 * comments that begin with a semicolon or a number sign, keys with {@code =} or {@code :} and a
 * value, keys alone as MySQL and others write them, and indented lines that continue a value.
 */
record IniSyntax() implements Syntax {
    private static final Pattern SECTION = Pattern.compile("\\[[^\\]\\r\\n]+\\]\\s*([;#].*)?");

    @Override
    public Optional<SyntaxError> check(String text) {
        int number = 0;
        for (String line : text.lines().toList()) {
            number++;
            Optional<SyntaxError> error = check(line, number);
            if (error.isPresent()) {
                return error;
            }
        }
        return Optional.empty();
    }

    private static Optional<SyntaxError> check(String line, int number) {
        String stripped = line.strip();
        boolean continues = !line.isEmpty() && Character.isWhitespace(line.charAt(0));
        if (stripped.startsWith("[") && !continues && !SECTION.matcher(stripped).matches()) {
            return Optional.of(
                    new SyntaxError(number, "a section that is not closed: " + stripped));
        }
        if (stripped.startsWith("=") || stripped.startsWith(":")) {
            return Optional.of(new SyntaxError(number, "a value without a key"));
        }
        return Optional.empty();
    }
}
