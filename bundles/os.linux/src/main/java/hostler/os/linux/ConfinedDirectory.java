package hostler.os.linux;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A directory held by a descriptor that was reached without following any link (openat2(2), Linux
 * 5.6): whatever happens to its name afterwards, what is done through this is done in it.
 */
final class ConfinedDirectory implements AutoCloseable {

    private static final int O_PATH = 010000000;
    private static final int O_CLOEXEC = 02000000;
    private static final int O_WRONLY = 1;
    private static final int O_CREAT = 0100;
    private static final int O_EXCL = 0200;
    private static final int NEW_FILE_MODE = 0600;
    private static final long RESOLVE_NO_MAGICLINKS = 0x02;
    private static final long RESOLVE_NO_SYMLINKS = 0x04;
    private static final long RESOLVE_BENEATH = 0x08;
    private static final long HOW_SIZE = 24;
    private static final CFunction OPENAT2 =
            CFunction.systemCall("openat2", 437, JAVA_INT, ADDRESS, ADDRESS, JAVA_LONG);
    private static final CFunction OPENAT =
            CFunction.variadic("openat", 3, JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT);
    private static final CFunction RENAMEAT =
            CFunction.named("renameat", JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, ADDRESS);
    private static final CFunction UNLINKAT =
            CFunction.named("unlinkat", JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT);

    private final int fd;

    private ConfinedDirectory(int fd) {
        this.fd = fd;
    }

    /**
     * Takes hold of a directory.
     *
     * @return empty when it is not there
     * @throws IOException when a link leads to it, or it is none; the message says which
     */
    static Optional<ConfinedDirectory> open(Path path) throws IOException {
        return reach(path, Descriptors.O_RDONLY | Descriptors.O_DIRECTORY)
                .map(ConfinedDirectory::new);
    }

    private static Optional<Integer> reach(Path path, int flags) throws IOException {
        if (!path.isAbsolute() || !path.normalize().equals(path)) {
            throw new IOException(path + " is not an absolute, normalized path");
        }
        int root = Descriptors.open(Path.of("/"), O_PATH | Descriptors.O_DIRECTORY);
        try {
            String below = path.toString().substring(1);
            return Optional.of(openBeneath(root, below.isEmpty() ? "." : below, flags));
        } catch (ErrnoException e) {
            if (e.errno() == Errno.ENOENT) {
                return Optional.empty();
            }
            throw new IOException(reason(path, e), e);
        } finally {
            Descriptors.close(root);
        }
    }

    private static int openBeneath(int directory, String name, int flags) throws ErrnoException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment how = arena.allocate(HOW_SIZE, Long.BYTES);
            how.set(JAVA_LONG, 0, flags | O_CLOEXEC);
            how.set(JAVA_LONG, 16, RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS | RESOLVE_NO_MAGICLINKS);
            return (int)
                    OPENAT2.callUninterrupted(directory, arena.allocateFrom(name), how, HOW_SIZE);
        }
    }

    /** In the words of whoever has to change something. */
    private static String reason(Path path, ErrnoException e) {
        return switch (e.errno()) {
            case Errno.ELOOP -> link(path) + " is a symbolic link; declare the path it leads to";
            case Errno.ENOTDIR -> "a part of " + path + " is no directory";
            case Errno.ENOSYS -> "openat2(2) is missing; Linux 5.6 or newer is needed";
            default -> String.valueOf(e.getMessage());
        };
    }

    /** The first link on the way, as far as it can be told now. */
    private static Path link(Path path) {
        for (int names = 1; names <= path.getNameCount(); names++) {
            Path part = Path.of("/").resolve(path.subpath(0, names));
            if (Files.isSymbolicLink(part)) {
                return part;
            }
        }
        return path;
    }

    FileStatus status() throws ErrnoException {
        return FileStatus.of(fd);
    }

    /** What the name stands for; empty when there is nothing. A link is itself. */
    Optional<FileStatus> status(String name) throws ErrnoException {
        try {
            return Optional.of(FileStatus.of(fd, name));
        } catch (ErrnoException e) {
            if (e.errno() == Errno.ENOENT) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /**
     * Takes hold of what the name stands for without opening it, since opening a device or a pipe
     * does something; {@link #reopened} opens it.
     *
     * @return empty when there is nothing
     * @throws IOException when it is a link
     */
    Optional<Integer> hold(String name) throws IOException {
        try {
            return Optional.of(openBeneath(fd, name, O_PATH));
        } catch (ErrnoException e) {
            return switch (e.errno()) {
                case Errno.ENOENT -> Optional.empty();
                case Errno.ELOOP -> throw new IOException("it is a symbolic link", e);
                default -> throw e;
            };
        }
    }

    /** Opens for reading exactly what is held; see proc_pid_fd(5). */
    static int reopened(int held) throws ErrnoException {
        return Descriptors.open(Path.of("/proc/self/fd/" + held), Descriptors.O_RDONLY);
    }

    /** Makes a file that was not there, readable by its owner only, and opens it for writing. */
    int create(String name) throws ErrnoException {
        try (Arena arena = Arena.ofConfined()) {
            return (int)
                    OPENAT.callUninterrupted(
                            fd,
                            arena.allocateFrom(name),
                            O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC,
                            NEW_FILE_MODE);
        }
    }

    void rename(String from, String to) throws ErrnoException {
        try (Arena arena = Arena.ofConfined()) {
            RENAMEAT.call(fd, arena.allocateFrom(from), fd, arena.allocateFrom(to));
        }
    }

    /** Whether there was something to remove. */
    boolean remove(String name) throws ErrnoException {
        try (Arena arena = Arena.ofConfined()) {
            UNLINKAT.call(fd, arena.allocateFrom(name), 0);
            return true;
        } catch (ErrnoException e) {
            if (e.errno() == Errno.ENOENT) {
                return false;
            }
            throw e;
        }
    }

    void sync() throws ErrnoException {
        Descriptors.sync(fd);
    }

    @Override
    public void close() {
        Descriptors.close(fd);
    }
}
