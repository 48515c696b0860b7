package hostler.core.api;

import java.nio.file.Path;

/**
 * Where the output of a service goes.
 *
 * @param file absolute path of the file its stdout and stderr are appended to
 * @param maxBytes cap on what is kept of it on disk
 * @param maxFiles how many rotated files a backend may keep beside it
 */
public record Logging(Path file, long maxBytes, int maxFiles) {}
