package hostler.health.script;

import hostler.os.api.BirthRecord;
import hostler.os.api.ExitRecord;
import hostler.os.api.HeldProcess;
import hostler.os.api.ProcessIdentity;
import hostler.os.api.ProcessTable;
import hostler.os.api.ProcessWatch;
import hostler.os.api.Signal;
import hostler.os.api.SpawnDoor;
import hostler.os.api.SpawnException;
import hostler.os.api.SpawnOrder;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One run of a check script; closing it leaves no process and no file behind. */
final class ScriptRun implements AutoCloseable {
    /** How long the keeper of a killed script may take to write its record. */
    private static final Duration LAST_WORD = Duration.ofSeconds(1);

    /** The keeper kills at the deadline; the agent only steps in when that did not happen. */
    private static final Duration KEEPER_DELAY = Duration.ofMillis(500);

    /** How long a keeper with nothing left to wait for takes to end. */
    private static final Duration SOON = Duration.ofMillis(10);

    private static final int RECORD_LOOKS = 50;

    private static final Logger LOG = LoggerFactory.getLogger(ScriptRun.class);

    private final Doors doors;
    private final SpawnOrder order;
    private final BirthRecord birth;
    private final CountDownLatch scriptEnded = new CountDownLatch(1);
    private final CountDownLatch keeperEnded = new CountDownLatch(1);
    private final Optional<HeldProcess> script;
    private final Optional<HeldProcess> keeper;

    /** The doors to the machine that a run needs. */
    record Doors(SpawnDoor spawn, ProcessWatch watch, ProcessTable processes) {}

    private ScriptRun(Doors doors, SpawnOrder order, BirthRecord birth) {
        this.doors = doors;
        this.order = order;
        this.birth = birth;
        this.keeper = hold(birth.keeper(), keeperEnded);
        this.script = hold(birth.process(), scriptEnded);
    }

    private Optional<HeldProcess> hold(ProcessIdentity process, CountDownLatch ended) {
        Optional<HeldProcess> held = doors.watch().hold(process, ended::countDown);
        if (held.isEmpty()) {
            ended.countDown();
        }
        return held;
    }

    /**
     * Starts a script.
     *
     * @param order with a {@code killAfter}
     * @throws SpawnException when it cannot be started; nothing was left behind
     */
    static ScriptRun start(Doors doors, SpawnOrder order) throws SpawnException {
        try {
            return new ScriptRun(doors, order, doors.spawn().spawn(order));
        } catch (SpawnException e) {
            removeOutput(order);
            throw e;
        }
    }

    /** Waits for the end of the script; empty when nobody knows how it ended. */
    Optional<ExitRecord> await() throws InterruptedException {
        Duration limit = order.killAfter().orElseThrow().plus(KEEPER_DELAY);
        if (!scriptEnded.await(limit.toMillis(), TimeUnit.MILLISECONDS)) {
            return Optional.empty();
        }
        // The record comes a moment after the script's end. Mostly the keeper ends with it, and
        // that is an event; but it stays as long as the script has left children behind.
        Optional<ExitRecord> record = record();
        for (int i = 0; i < RECORD_LOOKS && record.isEmpty(); i++) {
            boolean keeperGone = keeperEndsSoon();
            record = record();
            if (keeperGone) {
                break;
            }
        }
        return record;
    }

    private Optional<ExitRecord> record() {
        return doors.spawn().exit(order.records(), order.launchId());
    }

    private boolean keeperEndsSoon() throws InterruptedException {
        return keeperEnded.await(SOON.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** What it printed, as far as it was kept; bytes that are not UTF-8 are replaced. */
    String output(int limit) {
        try (InputStream in = Files.newInputStream(order.output().file())) {
            return new String(in.readNBytes(limit), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "(its output cannot be read: " + e.getMessage() + ")";
        }
    }

    /** Kills what still runs, and removes records and output. */
    @Override
    public void close() {
        boolean interrupted = Thread.interrupted();
        try {
            // Without a record its keeper may have been killed, and nobody watches it any more.
            if (!keeperEndsSoon() || record().isEmpty()) {
                kill();
            }
        } catch (InterruptedException again) {
            interrupted = true;
        }
        keeper.ifPresent(HeldProcess::close);
        script.ifPresent(HeldProcess::close);
        doors.spawn().forget(order.records(), order.launchId());
        removeOutput(order);
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** The whole tree, the script first: a script that is killed starts nothing more. */
    private void kill() throws InterruptedException {
        kill(birth.process());
        doors.processes().tree(birth).forEach(this::kill);
        if (!keeperEnded.await(LAST_WORD.toMillis(), TimeUnit.MILLISECONDS)) {
            LOG.warn("the killed check script {} has not ended yet", birth.launchId());
        }
    }

    private void kill(ProcessIdentity process) {
        try (HeldProcess held = doors.watch().hold(process, () -> {}).orElse(null)) {
            if (held != null) {
                held.send(Signal.KILL);
            }
        }
    }

    private static void removeOutput(SpawnOrder order) {
        Path file = order.output().file();
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            LOG.warn("the output of a check script stays behind: {}", file, e);
        }
    }
}
