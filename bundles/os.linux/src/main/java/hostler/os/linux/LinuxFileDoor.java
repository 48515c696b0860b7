package hostler.os.linux;

import hostler.os.api.FileDoor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;

/**
 * Files of this machine. A replaced file keeps its owner and mode; a new one is readable by all and
 * writable by the agent's user. Safe for any number of threads, and an interrupt does not leave
 * anything half done.
 */
@Component(service = FileDoor.class)
public final class LinuxFileDoor implements FileDoor, AutoCloseable {

    private static final int NEW_FILE_MODE = 0644;
    private static final int PERMISSIONS = 07777;
    private static final int LOCKS = 64;

    private final NativeLane lane = new NativeLane("hostler-files");

    /** Two replacements of one file take turns, for they share the name of the temporary file. */
    private final ReentrantLock[] locks =
            Stream.generate(ReentrantLock::new).limit(LOCKS).toArray(ReentrantLock[]::new);

    /** Opens nothing yet. */
    @Activate
    public LinuxFileDoor() {}

    /** Calls under way are finished; no new one begins. */
    @Deactivate
    @Override
    public void close() {
        lane.close();
    }

    @Override
    public void replace(Path file, byte[] content) throws IOException {
        Path target = file.toAbsolutePath();
        ReentrantLock lock = locks[Math.floorMod(target.hashCode(), LOCKS)];
        lock.lock();
        try {
            lane.call(() -> replaceNow(target, content));
        } catch (IOException e) {
            throw new IOException("cannot replace " + file + ": " + e.getMessage(), e);
        } finally {
            lock.unlock();
        }
    }

    // Always the same name: what a power cut leaves is overwritten by the next try.
    private static boolean replaceNow(Path target, byte[] content) throws IOException {
        Path temporary = target.resolveSibling("." + target.getFileName() + ".new");
        try {
            Files.deleteIfExists(temporary);
            writeDurably(temporary, content, target);
            Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(temporary);
        }
        return syncDirectory(target.resolveSibling(""));
    }

    private static void writeDurably(Path temporary, byte[] content, Path like) throws IOException {
        int fd = Descriptors.create(temporary, NEW_FILE_MODE);
        try {
            keepOwnerAndMode(fd, like);
            Descriptors.write(fd, content);
            Descriptors.sync(fd);
        } finally {
            Descriptors.close(fd);
        }
    }

    private static void keepOwnerAndMode(int fd, Path like) throws IOException {
        try {
            Descriptors.setOwner(fd, attribute(like, "uid"), attribute(like, "gid"));
            Descriptors.setMode(fd, attribute(like, "mode") & PERMISSIONS);
        } catch (NoSuchFileException absent) {
            // There is nothing to keep: the mode it was made with stands.
        }
    }

    private static int attribute(Path file, String name) throws IOException {
        return (int) Files.getAttribute(file, "unix:" + name, LinkOption.NOFOLLOW_LINKS);
    }

    private static boolean syncDirectory(Path directory) throws IOException {
        int fd = Descriptors.open(directory, Descriptors.O_RDONLY | Descriptors.O_DIRECTORY);
        try {
            Descriptors.sync(fd);
            return true;
        } finally {
            Descriptors.close(fd);
        }
    }

    @Override
    public long reclaim(Path file, long upTo) throws IOException {
        long block = Files.getFileStore(file).getBlockSize();
        long end = Math.min(upTo, Files.size(file)) / block * block;
        if (end > 0) {
            lane.call(() -> punch(file, end));
        }
        return end;
    }

    private static long punch(Path file, long end) throws IOException {
        int fd = Descriptors.open(file, Descriptors.O_WRONLY);
        try {
            int mode = Descriptors.FALLOC_FL_PUNCH_HOLE | Descriptors.FALLOC_FL_KEEP_SIZE;
            Descriptors.allocate(fd, mode, 0, end);
            return end;
        } catch (ErrnoException e) {
            throw new IOException("cannot give back " + end + " bytes of " + file, e);
        } finally {
            Descriptors.close(fd);
        }
    }

    @Override
    public long firstData(Path file, long from) throws IOException {
        return lane.call(() -> seekData(file, from));
    }

    private static long seekData(Path file, long from) throws IOException {
        int fd = Descriptors.open(file, Descriptors.O_RDONLY);
        try {
            return Descriptors.seek(fd, from, Descriptors.SEEK_DATA);
        } catch (ErrnoException e) {
            if (e.errno() == Errno.ENXIO) {
                return Files.size(file);
            }
            throw new IOException("cannot look for data in " + file + " from " + from, e);
        } finally {
            Descriptors.close(fd);
        }
    }
}
