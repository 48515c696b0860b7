package hostler.os.linux;

import hostler.os.api.Account;
import hostler.os.api.AttachedLaunch;
import hostler.os.api.BirthRecord;
import hostler.os.api.ExitRecord;
import hostler.os.api.KeeperDuties;
import hostler.os.api.NotifyRecord;
import hostler.os.api.Output;
import hostler.os.api.ProcessIdentity;
import hostler.os.api.ResourceLimit;
import hostler.os.api.Signal;
import hostler.os.api.SpawnException;
import hostler.os.api.SpawnOrder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/** Real launches in a directory of a test; {@link #close} ends whatever they left. */
final class Launches implements AutoCloseable {

    static final Duration SOON = Duration.ofSeconds(10);

    final Path directory;
    final Path records;
    final KeeperSpawnDoor door;
    final ProcTable table = new ProcTable();
    final PidfdWatch watch;

    /** No two are ever the same on a machine: notify sockets are named after them. */
    private static final AtomicInteger COUNT = new AtomicInteger();

    private final List<BirthRecord> births = new ArrayList<>();

    Launches(Path directory) throws IOException {
        this.directory = directory;
        this.records = Files.createDirectories(directory.resolve("records"));
        this.door = new KeeperSpawnDoor(KeeperBinary.extractTo(directory.resolve("run")));
        this.watch = new PidfdWatch(table);
    }

    /** An order for a shell script given as text. */
    SpawnOrder shell(String script) {
        return order(Path.of("/bin/sh"), "-c", script);
    }

    SpawnOrder order(Path program, String... arguments) {
        String id = "test-" + ProcessHandle.current().pid() + "." + COUNT.incrementAndGet();
        return new SpawnOrder(
                id,
                program,
                List.of(arguments),
                Map.of("PATH", "/usr/bin:/bin"),
                directory,
                Optional.empty(),
                022,
                new Output.Append(directory.resolve(id + ".log")),
                records,
                Optional.empty());
    }

    static SpawnOrder killedAfter(SpawnOrder order, Duration time) {
        return OrderCopy.of(order, copy -> copy.killAfter = Optional.of(time));
    }

    static SpawnOrder with(SpawnOrder order, Output output) {
        return OrderCopy.of(order, copy -> copy.output = output);
    }

    static SpawnOrder as(SpawnOrder order, Account account) {
        return OrderCopy.of(order, copy -> copy.account = Optional.of(account));
    }

    static SpawnOrder limited(SpawnOrder order, ResourceLimit... limits) {
        return OrderCopy.of(order, copy -> copy.limits = List.of(limits));
    }

    static SpawnOrder with(SpawnOrder order, KeeperDuties duties) {
        return OrderCopy.of(order, copy -> copy.duties = duties);
    }

    static SpawnOrder in(SpawnOrder order, Path directory, int umask, Map<String, String> env) {
        return OrderCopy.of(
                order,
                copy -> {
                    copy.workingDirectory = directory;
                    copy.umask = umask;
                    copy.environment = env;
                });
    }

    synchronized BirthRecord spawn(SpawnOrder order) throws SpawnException {
        BirthRecord birth = door.spawn(order);
        births.add(birth);
        return birth;
    }

    synchronized AttachedLaunch attach(SpawnOrder order) throws SpawnException {
        AttachedLaunch launch = door.attach(order);
        births.add(launch.birth());
        return launch;
    }

    /** Spawns it, waits until it and all it left are gone, and tells how it ended. */
    Optional<ExitRecord> run(SpawnOrder order) throws Exception {
        BirthRecord birth = spawn(order);
        awaitEnd(birth.keeper());
        return door.exit(records, order.launchId());
    }

    /** The birth record of now. */
    BirthRecord birth(SpawnOrder order) {
        return door.birth(records, order.launchId()).orElseThrow();
    }

    /** The birth record, once another process than that of the given one is the main one. */
    BirthRecord awaitAnotherMain(SpawnOrder order, BirthRecord before) {
        Records.await(records, () -> !birth(order).process().equals(before.process()));
        return birth(order);
    }

    /** The birth record, once the main process is there to stay. */
    BirthRecord awaitSettled(SpawnOrder order) {
        Records.await(records, () -> birth(order).settled());
        return birth(order);
    }

    /** Of a service whose main process has ended, though others of it may live. */
    ExitRecord awaitExit(SpawnOrder order) {
        Records.await(records, () -> door.exit(records, order.launchId()).isPresent());
        return door.exit(records, order.launchId()).orElseThrow();
    }

    /** What it has said, once that passes the test. */
    NotifyRecord awaitNotices(SpawnOrder order, Predicate<NotifyRecord> test) {
        Records.await(
                records, () -> door.notices(records, order.launchId()).filter(test).isPresent());
        return door.notices(records, order.launchId()).orElseThrow();
    }

    String output(SpawnOrder order) throws IOException {
        return Files.readString(order.output().file());
    }

    void awaitEnd(ProcessIdentity identity) throws InterruptedException {
        CountDownLatch ended = new CountDownLatch(1);
        watch.hold(identity, ended::countDown).ifPresentOrElse(held -> {}, ended::countDown);
        if (!ended.await(SOON.toSeconds(), TimeUnit.SECONDS)) {
            throw new AssertionError(identity + " did not end");
        }
    }

    void kill(ProcessIdentity identity) {
        watch.hold(identity, () -> {})
                .ifPresent(
                        held -> {
                            held.send(Signal.KILL);
                            held.close();
                        });
    }

    /**
     * Returns when the keepers are gone, too: none writes into a directory that is being deleted.
     */
    @Override
    public void close() {
        try {
            for (BirthRecord birth : births) {
                table.tree(birth).forEach(this::kill);
                awaitEnd(birth.keeper());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            watch.close();
            door.close();
        }
    }
}
