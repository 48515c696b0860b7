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
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Notices what keepers write. Every record appears by rename, so its appearance in the directory is
 * the event; what it says is read from the record, not from the event.
 */
final class LaunchRecords implements AutoCloseable {

    /** A keeper that lives and has written nothing after so long will not. */
    static final Duration PATIENCE = Duration.ofSeconds(2);

    private static final Set<String> KINDS = Set.of("birth", "exit", "notify");

    private final SpawnDoor door;
    private final ProcessWatch watch;
    private final Duration patience;
    private final WatchService appearances;

    /** Who looks when a record of a launch appears, by launch id. */
    private final Map<String, Set<Runnable>> looks = new ConcurrentHashMap<>();

    private LaunchRecords(
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
    static LaunchRecords watch(
            SpawnDoor door, ProcessWatch watch, Path directory, Duration patience)
            throws IOException {
        WatchService appearances = directory.getFileSystem().newWatchService();
        directory.register(appearances, ENTRY_CREATE);
        LaunchRecords records = new LaunchRecords(door, watch, patience, appearances);
        Thread.ofPlatform().daemon().name("hostler-launch-records").start(records::listen);
        return records;
    }

    /** Has somebody look, on the thread of this, whenever a record of the launch appears. */
    void add(String launchId, Runnable look) {
        looks.compute(
                launchId,
                (id, there) -> {
                    Set<Runnable> all = there == null ? new CopyOnWriteArraySet<>() : there;
                    all.add(look);
                    return all;
                });
    }

    /** Who was added looks no more, except for a look that is under way. */
    void remove(String launchId, Runnable look) {
        looks.computeIfPresent(
                launchId, (id, there) -> there.remove(look) && there.isEmpty() ? null : there);
    }

    /**
     * What became of a launch whose main process is gone. A process is known to be gone some
     * milliseconds before its keeper has written how, so this blocks until that is written, or
     * another process is the main one, or the keeper is gone too, or its patience is over. Then the
     * end is honestly unknown. While a daemon is still expected there is no limit to the patience:
     * it may be a slow one, and whoever does not want to wait for it stops the launch.
     *
     * @param directory where its records are; in one that is not watched only the keeper's end is
     *     noticed
     * @param gone the record that names the process
     */
    Aftermath aftermath(Path directory, BirthRecord gone) throws InterruptedException {
        Semaphore permitToLook = new Semaphore(0);
        Runnable look = permitToLook::release;
        add(gone.launchId(), look);
        Optional<HeldProcess> keeper = watch.hold(gone.keeper(), look);
        try {
            return await(directory, gone, permitToLook, keeper);
        } finally {
            keeper.ifPresent(HeldProcess::close);
            remove(gone.launchId(), look);
        }
    }

    private Aftermath await(
            Path directory, BirthRecord gone, Semaphore look, Optional<HeldProcess> keeper)
            throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        boolean last = false;
        while (true) {
            Optional<Aftermath> known = look(directory, gone);
            if (known.isPresent()) {
                return known.get();
            }
            if (last) {
                return new Aftermath.Over(unknown(gone));
            }
            // One more look after the keeper's end: it may have written in between.
            last =
                    !keeper.map(HeldProcess::alive).orElse(false)
                            || !look.tryAcquire(wait(gone, deadline), TimeUnit.NANOSECONDS);
        }
    }

    private static long wait(BirthRecord gone, long deadline) {
        return gone.settled() ? deadline - System.nanoTime() : Long.MAX_VALUE;
    }

    private Optional<Aftermath> look(Path directory, BirthRecord gone) {
        Optional<Aftermath> over = door.exit(directory, gone.launchId()).map(Aftermath.Over::new);
        return over.or(
                () ->
                        door.birth(directory, gone.launchId())
                                .filter(birth -> !birth.process().equals(gone.process()))
                                .map(Aftermath.Succeeded::new));
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
        if (event.context() instanceof Path path) {
            appeared(path.toString());
        } else {
            looks.values().forEach(all -> all.forEach(Runnable::run));
        }
    }

    private void appeared(String name) {
        int dot = name.lastIndexOf('.');
        if (dot > 0 && KINDS.contains(name.substring(dot + 1))) {
            looks.getOrDefault(name.substring(0, dot), Set.of()).forEach(Runnable::run);
        }
    }

    @Override
    public void close() throws IOException {
        appearances.close();
    }
}
