package hostler.os.linux;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * What statx(2) tells of a file: its layout is the same on every machine, that of stat(2) is not.
 *
 * @param mode type and permission bits
 * @param links how many names it has
 * @param device of the file system, with the inode the file's identity
 */
record FileStatus(int mode, int links, int uid, int gid, long size, long inode, long device) {

    private static final int AT_EMPTY_PATH = 0x1000;
    private static final int AT_SYMLINK_NOFOLLOW = 0x100;
    private static final int BASIC = 0x7ff;
    private static final int SIZE = 256;
    private static final int TYPE = 0170000;
    private static final int SPECIAL = 07000;
    private static final int REGULAR = 0100000;
    private static final int SET_USER_OR_GROUP = 06000;
    private static final CFunction STATX =
            CFunction.named("statx", JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT, ADDRESS);

    /** Of the open file. */
    static FileStatus of(int fd) throws ErrnoException {
        return read(fd, "", AT_EMPTY_PATH);
    }

    /** Of the name in an open directory; of a link itself. */
    static FileStatus of(int directory, String name) throws ErrnoException {
        return read(directory, name, AT_SYMLINK_NOFOLLOW);
    }

    private static FileStatus read(int fd, String name, int flags) throws ErrnoException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment answer = arena.allocate(SIZE, Long.BYTES);
            STATX.callUninterrupted(fd, arena.allocateFrom(name), flags, BASIC, answer);
            // struct statx of linux/stat.h.
            return new FileStatus(
                    Short.toUnsignedInt(answer.get(JAVA_SHORT, 28)),
                    answer.get(JAVA_INT, 16),
                    answer.get(JAVA_INT, 20),
                    answer.get(JAVA_INT, 24),
                    answer.get(JAVA_LONG, 40),
                    answer.get(JAVA_LONG, 32),
                    answer.get(JAVA_LONG, 136));
        }
    }

    boolean same(FileStatus other) {
        return inode == other.inode && device == other.device;
    }

    int permissions() {
        return mode & ~TYPE & ~SPECIAL;
    }

    /** What it is instead of a plain file that is nobody else's; empty when it is one. */
    String oddity() {
        if ((mode & TYPE) != REGULAR) {
            return type();
        }
        if (links > 1) {
            return "has " + links + " names (hard links), and would be changed under all of them";
        }
        return (mode & SET_USER_OR_GROUP) != 0 ? "is a set-user-ID or set-group-ID program" : "";
    }

    private String type() {
        return switch (mode & TYPE) {
            case 0040000 -> "is a directory";
            case 0120000 -> "is a symbolic link";
            case 0010000 -> "is a named pipe";
            case 0140000 -> "is a socket";
            default -> "is a device";
        };
    }
}
