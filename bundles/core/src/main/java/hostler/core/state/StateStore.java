package hostler.core.state;

import hostler.core.api.ServiceId;
import java.io.ByteArrayOutputStream;
import java.io.FileDescriptor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The durable records of all services, in files {@code state.N}: a header and a snapshot, then
 * every change, one line each ({@link Frame}). Every run writes a generation of its own, and so
 * does a write after a failed one; what is older than a generation that is intact is deleted. Any
 * thread may call.
 *
 * <p>Damage never keeps a store from opening: what is left is used, the generation before fills the
 * gaps, and a warning says so. A file of a newer agent does.
 */
public final class StateStore implements AutoCloseable {
    /** The version of the format that is written, and the newest that is read. */
    static final int VERSION = 1;

    /** Changes of fewer bytes than this, or than the snapshot, do not make a new generation. */
    static final long GROWTH_BYTES = 256 << 10;

    private static final Logger LOG = LoggerFactory.getLogger(StateStore.class);

    private final Path directory;
    private final Generations generations;
    private final Sync sync;

    private final Object memory = new Object();
    // Guarded by memory.
    private final Map<ServiceId, ServiceRecord> records;
    private Batch open = new Batch();

    private final ReentrantLock disk = new ReentrantLock();
    // Guarded by disk.
    private @Nullable Generation generation;
    private long newest;
    private boolean closed;

    private volatile @Nullable String failure;

    private StateStore(Path directory, Sync sync) throws IOException {
        this.directory = directory;
        this.generations = new Generations(directory);
        this.sync = sync;
        this.newest = generations.newest();
        this.records = generations.replay();
    }

    /**
     * Reads the store of a directory, which is created when it is missing. Nothing is written
     * before the first change, so that a full or read-only disk does not keep the agent from
     * starting. Only one store may be open on a directory.
     *
     * @throws IOException when the directory or a file cannot be read, or was written by a newer
     *     agent
     */
    public static StateStore open(Path directory) throws IOException {
        return open(directory, FileDescriptor::sync);
    }

    static StateStore open(Path directory, Sync sync) throws IOException {
        Files.createDirectories(directory);
        return new StateStore(directory, sync);
    }

    /** A snapshot of all records, those included that could not be made durable yet. */
    public Map<ServiceId, ServiceRecord> records() {
        synchronized (memory) {
            return Map.copyOf(records);
        }
    }

    /**
     * Remembers a record in place of the service's earlier one; returns when it is durable. Blocks
     * for the disk; those who call at the same time share one sync.
     *
     * @throws IOException when it could not be made durable. It is remembered in memory all the
     *     same, and the next change of any service writes it again
     * @throws IllegalArgumentException when it is larger than a record may be; nothing is changed
     */
    public void put(ServiceRecord record) throws IOException {
        commit(new Entry.Put(record));
    }

    /**
     * Forgets a service; returns when that is durable. Of an unknown one there is nothing to
     * forget.
     *
     * @throws IOException as {@link #put}
     */
    public void remove(ServiceId id) throws IOException {
        commit(new Entry.Removed(id));
    }

    /** Why the last change could not be made durable; empty while everything is. */
    public Optional<String> failure() {
        return Optional.ofNullable(failure);
    }

    /**
     * Tries again to make durable what the disk refused; nothing happens while everything is.
     * Blocks for the disk. {@link #failure} says what came of it.
     */
    public void retry() {
        disk.lock();
        try {
            if (failure != null && !closed) {
                settle(joined());
            }
        } finally {
            disk.unlock();
        }
    }

    private Batch joined() {
        synchronized (memory) {
            return open;
        }
    }

    /** Ends writing; a later change is remembered in memory only, and fails. */
    @Override
    public void close() throws IOException {
        disk.lock();
        try {
            closed = true;
            closeGeneration();
        } finally {
            disk.unlock();
        }
    }

    private void commit(Entry change) throws IOException {
        Batch mine = join(change, Frame.line(change));
        disk.lock();
        try {
            // Whoever had the disk before may have taken this change along.
            if (!mine.settled()) {
                settle(mine);
            }
        } finally {
            disk.unlock();
        }
        mine.report();
    }

    private Batch join(Entry change, byte[] line) {
        synchronized (memory) {
            switch (change) {
                case Entry.Put(ServiceRecord record) -> records.put(record.id(), record);
                case Entry.Removed(ServiceId id) -> records.remove(id);
                case Entry.Header header -> throw new IllegalStateException("not a change");
            }
            open.add(line);
            return open;
        }
    }

    private void settle(Batch batch) {
        try {
            write(take(batch));
            batch.succeed();
            durableAgain();
        } catch (IOException e) {
            String message =
                    "cannot write the state in "
                            + directory
                            + ": "
                            + e.getMessage()
                            + "; it is kept in memory and written with the next change";
            abandonGeneration(e);
            batch.fail(message, e);
            notDurable(message);
        }
    }

    /** Whoever comes after this joins another batch. */
    private byte[] take(Batch batch) {
        synchronized (memory) {
            open = new Batch();
            return batch.bytes();
        }
    }

    private void write(byte[] changes) throws IOException {
        if (closed) {
            throw new IOException("the store is closed");
        }
        Generation current = generation;
        if (current == null || current.outgrown(GROWTH_BYTES)) {
            // The snapshot holds the changes already: memory is always ahead of the disk.
            beginGeneration();
        } else {
            current.append(changes);
        }
    }

    private void beginGeneration() throws IOException {
        closeGeneration();
        sync.taken(Step.PREDECESSOR_CLOSED);
        newest++;
        generation = generations.begin(newest, snapshot(), sync);
        generations.prune(newest);
        sync.taken(Step.OLD_PRUNED);
    }

    private byte[] snapshot() {
        ByteArrayOutputStream lines = new ByteArrayOutputStream();
        synchronized (memory) {
            lines.writeBytes(Frame.line(new Entry.Header(VERSION, records.size())));
            for (ServiceRecord record : records.values()) {
                lines.writeBytes(Frame.line(new Entry.Put(record)));
            }
        }
        return lines.toByteArray();
    }

    private void closeGeneration() throws IOException {
        Generation current = generation;
        generation = null;
        if (current != null) {
            current.close();
        }
    }

    /** After a failure nobody knows what the file holds: the next change begins a new one. */
    private void abandonGeneration(IOException why) {
        try {
            closeGeneration();
        } catch (IOException e) {
            why.addSuppressed(e);
        }
    }

    private void notDurable(String message) {
        if (failure == null) {
            LOG.error("{}", message);
        }
        failure = message;
    }

    private void durableAgain() {
        if (failure != null) {
            LOG.info("the state in {} is durable again", directory);
        }
        failure = null;
    }
}
