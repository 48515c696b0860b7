package hostler.os.linux;

import hostler.os.api.Account;
import hostler.os.api.BirthRecord;
import hostler.os.api.ExitRecord;
import hostler.os.api.KeeperDuties;
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

/** Real launches in a directory of a test; {@link #close} ends whatever they left. */
final class Launches implements AutoCloseable {

    static final Duration SOON = Duration.ofSeconds(10);

    final Path directory;
    final Path records;
    final KeeperSpawnDoor door;
    final ProcTable table = new ProcTable();
    final PidfdWatch watch;
    private final AtomicInteger count = new AtomicInteger();
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
        String id = "test." + count.incrementAndGet();
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

    static SpawnOrder killedAfter(SpawnOrder o, Duration time) {
        return new SpawnOrder(
                o.launchId(),
                o.executable(),
                o.arguments(),
                o.environment(),
                o.workingDirectory(),
                o.account(),
                o.umask(),
                o.output(),
                o.records(),
                Optional.of(time));
    }

    static SpawnOrder with(SpawnOrder o, Output output) {
        return new SpawnOrder(
                o.launchId(),
                o.executable(),
                o.arguments(),
                o.environment(),
                o.workingDirectory(),
                o.account(),
                o.umask(),
                output,
                o.records(),
                o.killAfter());
    }

    static SpawnOrder as(SpawnOrder o, Account account) {
        return new SpawnOrder(
                o.launchId(),
                o.executable(),
                o.arguments(),
                o.environment(),
                o.workingDirectory(),
                Optional.of(account),
                o.umask(),
                o.output(),
                o.records(),
                o.killAfter());
    }

    static SpawnOrder limited(SpawnOrder o, ResourceLimit... limits) {
        return new SpawnOrder(
                o.launchId(),
                o.executable(),
                o.arguments(),
                o.environment(),
                o.workingDirectory(),
                o.account(),
                o.umask(),
                o.output(),
                o.records(),
                o.killAfter(),
                List.of(limits),
                KeeperDuties.NONE);
    }

    static SpawnOrder in(SpawnOrder o, Path workingDirectory, int umask, Map<String, String> env) {
        return new SpawnOrder(
                o.launchId(),
                o.executable(),
                o.arguments(),
                env,
                workingDirectory,
                o.account(),
                umask,
                o.output(),
                o.records(),
                o.killAfter());
    }

    synchronized BirthRecord spawn(SpawnOrder order) throws SpawnException {
        BirthRecord birth = door.spawn(order);
        births.add(birth);
        return birth;
    }

    /** Spawns it, waits until it and all it left are gone, and tells how it ended. */
    Optional<ExitRecord> run(SpawnOrder order) throws Exception {
        BirthRecord birth = spawn(order);
        awaitEnd(birth.keeper());
        return door.exit(records, order.launchId());
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
