package hostler.core.api;

import java.nio.file.Path;

/**
 * Where the output of a service goes.
 *
 * @param file absolute path of the file its stdout and stderr are appended to
 * @param maxBytes cap on what is kept of it on disk
 * @param maxFiles how many rotated files a backend may keep beside it
 * @param capture what stands between the service and the file
 */
public record Logging(Path file, long maxBytes, int maxFiles, Capture capture) {

    /** What stands between a service and its log file. */
    public enum Capture {
        /** Nothing: the service owns a descriptor of the file, opened for append. */
        FILE,
        /**
         * A pipe that the keeper empties into the file, for programs that open {@code /dev/stdout}
         * again, truncate it or seek in it.
         */
        PIPE
    }

    /** Captured by file. */
    public Logging(Path file, long maxBytes, int maxFiles) {
        this(file, maxBytes, maxFiles, Capture.FILE);
    }
}
