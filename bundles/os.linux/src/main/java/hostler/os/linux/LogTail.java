package hostler.os.linux;

import hostler.os.api.FileDoor;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What is appended to a log, from an offset on, whichever file has its name. Its directory may be
 * the service's own, so no link is followed, and nothing that is not a file is read.
 */
final class LogTail implements Closeable {
    private final Path path;
    private final FileDoor door;
    private final ByteBuffer buffer = ByteBuffer.allocate(16 << 10);

    private @Nullable FileChannel channel;
    private @Nullable Object key;
    private long position;

    LogTail(Path path, FileDoor door, long from) {
        this.path = path;
        this.door = door;
        this.position = from;
    }

    /**
     * Searches what has been written until now and was not searched yet.
     *
     * @param wanted asked now and then; false ends the search
     * @return the first line found
     */
    Optional<String> search(LineSearch search, BooleanSupplier wanted) throws IOException {
        if (!wanted.getAsBoolean() || (channel == null && !open())) {
            return Optional.empty();
        }
        Optional<String> found = searchOpen(search, wanted);
        // The rest of the file before comes first.
        if (found.isEmpty() && wanted.getAsBoolean() && replaced()) {
            next(search);
            return open() ? searchOpen(search, wanted) : Optional.empty();
        }
        return found;
    }

    private Optional<String> searchOpen(LineSearch search, BooleanSupplier wanted)
            throws IOException {
        FileChannel file = Objects.requireNonNull(channel);
        long end = file.size();
        if (end < position) {
            position = 0;
            search.tear();
        }
        Optional<String> found = Optional.empty();
        while (found.isEmpty() && position < end && wanted.getAsBoolean() && fill(file)) {
            found = search.take(buffer);
        }
        return found;
    }

    private boolean fill(FileChannel file) throws IOException {
        buffer.clear();
        int count = file.read(buffer, position);
        position += Math.max(0, count);
        buffer.flip();
        if (count > 0 && buffer.get(0) == 0 && !replaced()) {
            // Disk blocks that were given back read as zeros, perhaps for a very long time.
            position = Math.max(position, door.firstData(path, position));
        }
        return count > 0;
    }

    private void next(LineSearch search) throws IOException {
        close();
        position = 0;
        search.tear();
    }

    /**
     * Opens the file that has the name now; false when there is none, or when the name was given to
     * another one meanwhile, which is a change that is looked at of its own.
     */
    private boolean open() throws IOException {
        Optional<Object> before = key();
        if (before.isEmpty()) {
            return false;
        }
        FileChannel opened;
        try {
            opened = opened();
        } catch (NoSuchFileException renamedMeanwhile) {
            return false;
        }
        if (!before.equals(key())) {
            opened.close();
            return false;
        }
        channel = opened;
        key = before.get();
        return true;
    }

    /**
     * For writing too, which the agent may, since a keeper of the same user does: to open a FIFO so
     * does not block, and the second look at the name finds it out.
     */
    private FileChannel opened() throws IOException {
        return FileChannel.open(
                path, StandardOpenOption.READ, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
    }

    /** Whether its name belongs to another file by now; while it belongs to none, not yet. */
    private boolean replaced() throws IOException {
        return key().filter(now -> !now.equals(key)).isPresent();
    }

    /** Device and inode of the file that has the name now. */
    private Optional<Object> key() throws IOException {
        try {
            BasicFileAttributes attributes =
                    Files.readAttributes(
                            path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            if (!attributes.isRegularFile()) {
                throw new IOException(path + " is not a regular file, so it is not read");
            }
            return Optional.ofNullable(attributes.fileKey());
        } catch (NoSuchFileException notYet) {
            return Optional.empty();
        }
    }

    @Override
    public void close() throws IOException {
        if (channel != null) {
            channel.close();
            channel = null;
        }
    }
}
