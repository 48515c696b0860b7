package hostler.configs.api;

import java.nio.file.Path;

/**
 * A configuration file.
 *
 * @param file absolute path, as the package declares it
 * @param content its whole text; the file is its UTF-8, byte for byte
 */
public record ConfigText(Path file, String content) {

    /** Files hold secrets: the content is not shown. */
    @Override
    public String toString() {
        return "ConfigText[" + file + ", " + content.length() + " characters]";
    }
}
