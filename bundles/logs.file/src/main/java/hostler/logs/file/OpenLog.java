package hostler.logs.file;

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

/**
 * One log file, held open: it stays the same file whatever happens to its name. What was given back
 * of it reads as zeros and is stepped over.
 */
final class OpenLog implements Closeable {

    private final Path path;
    private final FileDoor door;
    private final FileChannel channel;
    private final Object key;
    private long position;
    private long limit = Long.MAX_VALUE;
    private long missing;

    private OpenLog(Path path, FileDoor door, FileChannel channel, Object key) {
        this.path = path;
        this.door = door;
        this.channel = channel;
        this.key = key;
    }

    /**
     * Opens the file that has this name now, at its beginning.
     *
     * @return empty when there is none
     * @throws IOException when it is not a regular file, or cannot be read
     */
    static Optional<OpenLog> open(Path path, FileDoor door) throws IOException {
        return open(path, path, door);
    }

    /**
     * The same of a file that lies elsewhere by now.
     *
     * @param path the name it had
     * @param place where it is
     */
    static Optional<OpenLog> open(Path path, Path place, FileDoor door) throws IOException {
        try {
            Object key = key(place);
            FileChannel channel =
                    FileChannel.open(place, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
            // A file that was put there between the two looks would be taken for the first one.
            if (key.equals(key(place))) {
                return Optional.of(new OpenLog(path, door, channel, key));
            }
            channel.close();
            return open(path, place, door);
        } catch (NoSuchFileException ignored) {
            return Optional.empty(); // not written yet, or between removal and creation
        }
    }

    /** Device and inode; a pipe or a device is never opened, because that could block for ever. */
    private static Object key(Path path) throws IOException {
        BasicFileAttributes attributes =
                Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        if (!attributes.isRegularFile()) {
            throw new IOException(path + " is not a regular file; logs are read from nothing else");
        }
        return Objects.requireNonNull(attributes.fileKey(), "a Unix file has a key");
    }

    /** Whether its name belongs to another file by now; while it belongs to none, not yet. */
    boolean replaced() throws IOException {
        try {
            return !key.equals(key(path));
        } catch (NoSuchFileException ignored) {
            return false; // the successor is still to come, and this one may still be written
        }
    }

    long size() throws IOException {
        return channel.size();
    }

    /** Whether it was cut off before the place where the reader is. */
    boolean shrunk() throws IOException {
        return channel.size() < position;
    }

    void moveTo(long offset) {
        position = offset;
    }

    /** Where the reader is: up to there it has all there is. */
    long position() {
        return position;
    }

    /** One text for this file, and another for any other that exists while this one does. */
    String identity() {
        return key.toString();
    }

    /** How much was given back of what the reader came to since it was last asked. */
    long takeMissing() {
        long bytes = missing;
        missing = 0;
        return bytes;
    }

    /** The reader will not go beyond what is there now. */
    void endHere() throws IOException {
        limit = channel.size();
    }

    /** Reads from a place, without moving the reader. */
    int peek(ByteBuffer into, long offset) throws IOException {
        return channel.read(into, offset);
    }

    /** The first offset that was not given back. */
    long firstData() throws IOException {
        return replaced() ? 0 : door.firstData(path, 0);
    }

    /**
     * Moves the next bytes into the window.
     *
     * @return false at the end
     */
    boolean advance(LineWindow window) throws IOException {
        if (position >= limit) {
            return false;
        }
        ByteBuffer room = window.room();
        room.limit((int) Math.min(room.limit(), room.position() + limit - position));
        int from = room.position();
        int count = channel.read(room, position);
        if (count <= 0) {
            return false;
        }
        int zero = firstZero(room, from);
        long content = zero < 0 ? position + count : holeEnd(room, zero, position + zero - from);
        if (zero >= 0 && content > position + zero - from) {
            stepOver(window, zero - from, content);
        } else {
            window.filled(count);
            position += count;
        }
        return true;
    }

    /** What is before the hole is handed on first; only then is the hole stepped over. */
    private void stepOver(LineWindow window, int before, long content) {
        if (before > 0) {
            window.filled(before);
            position += before;
        } else {
            window.tear();
            missing += content - position;
            position = content;
        }
    }

    private static int firstZero(ByteBuffer room, int from) {
        for (int i = from; i < room.position(); i++) {
            if (room.get(i) == 0) {
                return i;
            }
        }
        return -1;
    }

    /** Where content is again; the offset itself when the zeros are what the service wrote. */
    private long holeEnd(ByteBuffer room, int zero, long offset) throws IOException {
        if (!replaced()) {
            return door.firstData(path, offset);
        }
        int index = zero;
        while (index < room.position() && room.get(index) == 0) {
            index++;
        }
        return offset + index - zero;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
