package hostler.core.api;

import java.nio.file.Path;

/**
 * Something wrong with a package.json, at its place.
 *
 * @param file the package.json
 * @param line from 1; 0 when the file as a whole is meant
 * @param column from 1; 0 when unknown
 * @param key dotted path of the key, for example {@code healthcheck.interval}; empty for the file
 * @param message what is wrong and what was expected
 * @param fatal true: the package is not taken (a version already known stays in force); false: a
 *     warning
 */
public record PackageProblem(
        Path file, int line, int column, String key, String message, boolean fatal) {

    /** {@code file:line:column: key: message}. */
    @Override
    public String toString() {
        String place = line > 0 ? file + ":" + line + ":" + column : file.toString();
        return place + ": " + (key.isEmpty() ? "" : key + ": ") + message;
    }
}
