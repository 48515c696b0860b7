package hostler.os.linux;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.MemorySegment;

/**
 * The error numbers that something here decides by (errno(3), Linux), and words for all of them.
 */
final class Errno {

    static final int EPERM = 1;
    static final int ENOENT = 2;
    static final int ESRCH = 3;
    static final int EINTR = 4;
    static final int ENXIO = 6;
    static final int E2BIG = 7;
    static final int ENOEXEC = 8;
    static final int EAGAIN = 11;
    static final int ENOMEM = 12;
    static final int EACCES = 13;
    static final int ENOTDIR = 20;
    static final int EINVAL = 22;
    static final int ENFILE = 23;
    static final int EMFILE = 24;
    static final int ETXTBSY = 26;
    static final int ENOSPC = 28;
    static final int EPIPE = 32;
    static final int ERANGE = 34;
    static final int ENOSYS = 38;
    static final int ELOOP = 40;
    static final int EOPNOTSUPP = 95;

    private static final int LONGEST_WORDS = 200;
    private static final CFunction NAME = CFunction.named("strerrorname_np", ADDRESS, JAVA_INT);
    private static final CFunction WORDS = CFunction.named("strerrordesc_np", ADDRESS, JAVA_INT);

    private Errno() {}

    /** Words and name, as in {@code No such file or directory (ENOENT)}. */
    static String describe(int errno) {
        return text(WORDS, errno) + " (" + text(NAME, errno) + ")";
    }

    private static String text(CFunction function, int errno) {
        MemorySegment text = function.callForAddress(errno);
        return text.address() == 0
                ? "errno " + errno
                : text.reinterpret(LONGEST_WORDS).getString(0);
    }
}
