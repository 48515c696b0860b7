package hostler.os.linux;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Calls on plain file descriptors. Every descriptor made here is closed on exec, so that no spawn,
 * of whomever, inherits it.
 */
final class Descriptors {

    static final int O_RDONLY = 0;
    static final int O_WRONLY = 1;
    static final int O_DIRECTORY = directoryFlag();
    static final int SEEK_DATA = 3;
    static final int FALLOC_FL_KEEP_SIZE = 1;
    static final int FALLOC_FL_PUNCH_HOLE = 2;

    private static final int O_CREAT = 0100;
    private static final int O_EXCL = 0200;
    private static final int O_CLOEXEC = 02000000;
    private static final int O_NONBLOCK = 04000;
    private static final int F_DUPFD_CLOEXEC = 1030;
    private static final int F_SETFL = 4;
    private static final short POLLIN = 1;
    private static final short POLLPRI = 2;
    private static final long POLLFD_SIZE = 8;
    private static final long POLLFD_REVENTS = 6;

    private static final CFunction CLOSE = CFunction.named("close", JAVA_INT, JAVA_INT);
    private static final CFunction OPEN =
            CFunction.variadic("open", 2, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT);
    private static final CFunction PIPE2 = CFunction.named("pipe2", JAVA_INT, ADDRESS, JAVA_INT);
    private static final CFunction READ =
            CFunction.named("read", JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG);
    private static final CFunction WRITE =
            CFunction.named("write", JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG);
    private static final CFunction PWRITE =
            CFunction.named("pwrite", JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_LONG);
    private static final CFunction POLL =
            CFunction.named("poll", JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT);
    private static final CFunction FCNTL =
            CFunction.variadic("fcntl", 2, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT);
    private static final CFunction FCHMOD = CFunction.named("fchmod", JAVA_INT, JAVA_INT, JAVA_INT);
    private static final CFunction FCHOWN =
            CFunction.named("fchown", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT);
    private static final CFunction FSYNC = CFunction.named("fsync", JAVA_INT, JAVA_INT);
    private static final CFunction LSEEK =
            CFunction.named("lseek", JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_INT);
    private static final CFunction FALLOCATE =
            CFunction.named("fallocate", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_LONG);

    /** Both ends of a pipe. */
    record Pipe(int reader, int writer) {}

    private Descriptors() {}

    // One of the few numbers that differ between the two machines a keeper is built for.
    private static int directoryFlag() {
        return System.getProperty("os.arch").equals("aarch64") ? 040000 : 0200000;
    }

    static int open(Path path, int flags) throws ErrnoException {
        return open(path, flags, 0);
    }

    /** Makes a file that was not there, nor a link of that name, and opens it for writing. */
    static int create(Path path, int mode) throws ErrnoException {
        return open(path, O_WRONLY | O_CREAT | O_EXCL, mode);
    }

    private static int open(Path path, int flags, int mode) throws ErrnoException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment name = arena.allocateFrom(path.toString());
            return (int) OPEN.callUninterrupted(name, flags | O_CLOEXEC, mode);
        }
    }

    static Pipe pipe() throws ErrnoException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment ends = arena.allocate(JAVA_INT, 2);
            PIPE2.call(ends, O_CLOEXEC);
            return new Pipe(ends.getAtIndex(JAVA_INT, 0), ends.getAtIndex(JAVA_INT, 1));
        }
    }

    /** Writes all of it into a pipe; blocks while that is full. EPIPE when nobody reads it. */
    static void send(int pipe, byte[] content) throws ErrnoException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment rest = arena.allocateFrom(JAVA_BYTE, content);
            while (rest.byteSize() > 0) {
                rest = rest.asSlice(WRITE.callUninterrupted(pipe, rest, rest.byteSize()));
            }
        }
    }

    /** Writes all of it at the beginning of the file. */
    static void write(int fd, byte[] content) throws ErrnoException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment all = arena.allocateFrom(JAVA_BYTE, content);
            long done = 0;
            while (done < content.length) {
                MemorySegment rest = all.asSlice(done);
                done += PWRITE.callUninterrupted(fd, rest, rest.byteSize(), done);
            }
        }
    }

    static void setMode(int fd, int mode) throws ErrnoException {
        FCHMOD.call(fd, mode);
    }

    static void setOwner(int fd, int uid, int gid) throws ErrnoException {
        FCHOWN.call(fd, uid, gid);
    }

    /** Another descriptor of the same file, numbered {@code least} or higher. */
    static int duplicate(int fd, int least) throws ErrnoException {
        return (int) FCNTL.call(fd, F_DUPFD_CLOEXEC, least);
    }

    /** Of a pipe's end: reading and writing fail with EAGAIN rather than wait. */
    static void unblock(int fd) throws ErrnoException {
        FCNTL.call(fd, F_SETFL, O_NONBLOCK);
    }

    /** Up to {@code most} bytes; empty at the end. Blocks for the first. */
    static byte[] read(int fd, int most) throws ErrnoException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment buffer = arena.allocate(most);
            long read = READ.callUninterrupted(fd, buffer, (long) most);
            return buffer.asSlice(0, read).toArray(JAVA_BYTE);
        }
    }

    /** Whether reading would not block; waits that long for it. A zero time only looks. */
    static boolean readable(int fd, Duration time) throws ErrnoException {
        return poll(fd, POLLIN, time);
    }

    /**
     * Whether a file of the kernel has changed since it was read last (kernfs: {@code POLLPRI});
     * waits that long for it.
     */
    static boolean changed(int fd, Duration time) throws ErrnoException {
        return poll(fd, POLLPRI, time);
    }

    private static boolean poll(int fd, short events, Duration time) throws ErrnoException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment pollfd = arena.allocate(POLLFD_SIZE, Integer.BYTES);
            pollfd.set(JAVA_INT, 0, fd);
            pollfd.set(JAVA_SHORT, Integer.BYTES, events);
            POLL.callUninterrupted(pollfd, 1L, Math.toIntExact(time.toMillis()));
            return pollfd.get(JAVA_SHORT, POLLFD_REVENTS) != 0;
        }
    }

    static void sync(int fd) throws ErrnoException {
        FSYNC.callUninterrupted(fd);
    }

    static long seek(int fd, long offset, int whence) throws ErrnoException {
        return LSEEK.call(fd, offset, whence);
    }

    static void allocate(int fd, int mode, long offset, long length) throws ErrnoException {
        FALLOCATE.callUninterrupted(fd, mode, offset, length);
    }

    /** Closes it. Linux frees the number whatever close(2) returns, so nothing is left to do. */
    static void close(int fd) {
        CLOSE.intOf(fd);
    }
}
