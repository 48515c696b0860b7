package hostler.launcher.direct;

import static java.nio.file.StandardWatchEventKinds.ENTRY_CREATE;

import hostler.os.api.BirthRecord;
import hostler.os.api.ExitRecord;
import hostler.os.api.ExitStatus;
import hostler.os.api.HeldProcess;
import hostler.os.api.ProcessWatch;
import hostler.os.api.SpawnDoor;
import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.Path;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Waits for what keepers write. A process is known to be gone some milliseconds before its keeper
 * has written how, so the record is waited for by events: its appearance in the directory, or the
 * end of the keeper.
 */
final class ExitRecords implements AutoCloseable {

    /** A keeper that lives and has written nothing after so long will not. */
    static final Duration PATIENCE = Duration.ofSeconds(2);

    private static final String SUFFIX = ".exit";

    private final SpawnDoor door;
    private final ProcessWatch watch;
    private final Duration patience;
    private final WatchService appearances;

    /** A permit says: look again. With the name of the record each of them waits for. */
    private final Map<Semaphore, String> waiting = new ConcurrentHashMap<>();

    private ExitRecords(
            SpawnDoor door, ProcessWatch watch, Duration patience, WatchService appearances) {
        this.door = door;
        this.watch = watch;
        this.patience = patience;
        this.appearances = appearances;
    }

    /**
     * Begins to watch an existing directory; the thread ends with {@link #close}.
     *
     * @param patience how long a keeper that lives may take; normally {@link #PATIENCE}
     */
    static ExitRecords watch(SpawnDoor door, ProcessWatch watch, Path directory, Duration patience)
            throws IOException {
        WatchService appearances = directory.getFileSystem().newWatchService();
        directory.register(appearances, ENTRY_CREATE);
        ExitRecords records = new ExitRecords(door, watch, patience, appearances);
        Thread.ofPlatform().daemon().name("hostler-exit-records").start(records::listen);
        return records;
    }

    /**
     * How a launch ended whose main process is gone. Blocks until its keeper has written it or is
     * gone too, or its patience is over. Then it is honestly unknown.
     *
     * @param directory where its records are; in one that is not watched only the keeper's end is
     *     noticed
     */
    ExitRecord await(Path directory, BirthRecord birth) throws InterruptedException {
        Semaphore look = new Semaphore(0);
        waiting.put(look, birth.launchId() + SUFFIX);
        Optional<HeldProcess> keeper = watch.hold(birth.keeper(), look::release);
        try {
            return await(directory, birth, look, keeper);
        } finally {
            keeper.ifPresent(HeldProcess::close);
            waiting.remove(look);
        }
    }

    private ExitRecord await(
            Path directory, BirthRecord birth, Semaphore look, Optional<HeldProcess> keeper)
            throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        boolean last = false;
        while (true) {
            Optional<ExitRecord> exit = door.exit(directory, birth.launchId());
            if (exit.isPresent()) {
                return exit.get();
            }
            if (last) {
                return unknown(birth);
            }
            // One more look after the keeper's end: it may have written in between.
            last =
                    !keeper.map(HeldProcess::alive).orElse(false)
                            || !look.tryAcquire(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
        }
    }

    static ExitRecord unknown(BirthRecord birth) {
        return new ExitRecord(birth.launchId(), new ExitStatus.Unknown(), Instant.now(), false);
    }

    private void listen() {
        try {
            while (true) {
                WatchKey key = appearances.take();
                key.pollEvents().forEach(this::appeared);
                key.reset();
            }
        } catch (ClosedWatchServiceException ignored) {
            // Nobody waits any more.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** An event without a name says that events were lost: everybody looks again. */
    private void appeared(WatchEvent<?> event) {
        String name = event.context() instanceof Path path ? path.toString() : "";
        waiting.forEach(
                (look, awaited) -> {
                    if (name.isEmpty() || name.equals(awaited)) {
                        look.release();
                    }
                });
    }

    @Override
    public void close() throws IOException {
        appearances.close();
    }
}
