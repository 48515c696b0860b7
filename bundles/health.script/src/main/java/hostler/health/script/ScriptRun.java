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

    private static final Logger LOG = LoggerFactory.getLogger(ScriptRun.class);

    private final Doors doors;
    private final SpawnOrder order;
    private final BirthRecord birth;
    private final CountDownLatch ended = new CountDownLatch(1);
    private final Optional<HeldProcess> keeper;

    /** The doors to the machine that a run needs. */
    record Doors(SpawnDoor spawn, ProcessWatch watch, ProcessTable processes) {}

    private ScriptRun(Doors doors, SpawnOrder order, BirthRecord birth) {
        this.doors = doors;
        this.order = order;
        this.birth = birth;
        // The keeper's end, not the script's: by then the exit record is written.
        this.keeper = doors.watch().hold(birth.keeper(), ended::countDown);
        if (keeper.isEmpty()) {
            ended.countDown();
        }
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
        return ended.await(limit.toMillis(), TimeUnit.MILLISECONDS)
                ? doors.spawn().exit(order.records(), order.launchId())
                : Optional.empty();
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
        if (ended.getCount() > 0) {
            kill();
        }
        keeper.ifPresent(HeldProcess::close);
        doors.spawn().forget(order.records(), order.launchId());
        removeOutput(order);
    }

    /** The whole tree, the script first: a script that is killed starts nothing more. */
    private void kill() {
        kill(birth.process());
        doors.processes().tree(birth).forEach(this::kill);
        boolean interrupted = Thread.interrupted();
        try {
            if (!ended.await(LAST_WORD.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn("the killed check script {} has not ended yet", birth.launchId());
            }
        } catch (InterruptedException again) {
            interrupted = true;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
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
