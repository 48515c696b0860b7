package hostler.core.state;

import java.io.Closeable;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * The generation that is being written: a snapshot of all records, then every change. Not safe for
 * several threads.
 *
 * <p>A stream rather than a channel: interrupting a thread that writes to a channel closes it.
 */
final class Generation implements Closeable {
    private final FileOutputStream out;
    private final Sync sync;
    private final long snapshotBytes;
    private long changeBytes;

    private Generation(FileOutputStream out, Sync sync, long snapshotBytes) {
        this.out = out;
        this.sync = sync;
        this.snapshotBytes = snapshotBytes;
    }

    /**
     * Begins a generation so that its name only ever stands for the whole snapshot: temporary file,
     * fsync, rename, fsync of the directory.
     */
    static Generation begin(Path directory, String name, byte[] snapshot, Sync sync)
            throws IOException {
        Path temporary = directory.resolve("state.new");
        Files.deleteIfExists(temporary);
        Files.createFile(
                temporary,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        FileOutputStream out = new FileOutputStream(temporary.toFile(), true);
        try {
            writeSnapshot(out, snapshot, sync);
            Files.move(temporary, directory.resolve(name), StandardCopyOption.ATOMIC_MOVE);
            sync.taken(Step.SNAPSHOT_RENAMED);
            syncDirectory(directory);
            sync.taken(Step.DIRECTORY_SYNCED);
            return new Generation(out, sync, snapshot.length);
        } catch (IOException e) {
            out.close();
            throw e;
        }
    }

    private static void writeSnapshot(FileOutputStream out, byte[] snapshot, Sync sync)
            throws IOException {
        sync.taken(Step.TEMPORARY_CREATED);
        int half = snapshot.length / 2;
        out.write(snapshot, 0, half);
        sync.taken(Step.SNAPSHOT_HALF_WRITTEN);
        out.write(snapshot, half, snapshot.length - half);
        sync.taken(Step.SNAPSHOT_WRITTEN);
        sync.sync(out.getFD());
        sync.taken(Step.SNAPSHOT_SYNCED);
    }

    private static void syncDirectory(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    /** Appends changes; they are durable when it returns. After a failure the file may end torn. */
    void append(byte[] changes) throws IOException {
        out.write(changes);
        sync.taken(Step.CHANGE_WRITTEN);
        sync.sync(out.getFD());
        sync.taken(Step.CHANGE_SYNCED);
        changeBytes += changes.length;
    }

    /** Whether a new snapshot would be smaller by enough to be worth writing. */
    boolean outgrown(long least) {
        return changeBytes > Math.max(least, snapshotBytes);
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
