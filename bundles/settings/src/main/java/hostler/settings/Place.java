package hostler.settings;

/**
 * Where something stands.
 *
 * @param file as it is to be shown
 * @param line from 1; 0 when the file as a whole is meant
 * @param column from 1; 0 with line 0
 */
public record Place(String file, int line, int column) {

    /** The file as a whole. */
    public static Place whole(String file) {
        return new Place(file, 0, 0);
    }

    /** {@code file:line:column}, or just the file. */
    @Override
    public String toString() {
        return line > 0 ? file + ":" + line + ":" + column : file;
    }
}
