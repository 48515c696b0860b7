package hostler.os.linux;

import java.io.IOException;

/** A call into the C library that failed, with its errno(3). */
final class ErrnoException extends IOException {

    private static final long serialVersionUID = 1L;

    private final int errno;

    ErrnoException(String function, int errno) {
        super(function + ": " + Errno.describe(errno));
        this.errno = errno;
    }

    /** The number, one of the constants of {@link Errno} or another. */
    int errno() {
        return errno;
    }
}
