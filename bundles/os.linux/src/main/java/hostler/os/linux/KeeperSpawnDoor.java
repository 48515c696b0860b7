package hostler.os.linux;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import hostler.os.api.AttachedLaunch;
import hostler.os.api.BirthRecord;
import hostler.os.api.ExitRecord;
import hostler.os.api.NotifyRecord;
import hostler.os.api.Output;
import hostler.os.api.SpawnDoor;
import hostler.os.api.SpawnException;
import hostler.os.api.SpawnException.Kind;
import hostler.os.api.SpawnOrder;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;

/**
 * Starts each process through a keeper of its own. The agent has no children afterwards and no
 * thread per process. Safe for any number of threads, virtual ones included: what blocks runs on a
 * few platform threads.
 */
@Component(service = {SpawnDoor.class, KeeperSpawnDoor.class})
public final class KeeperSpawnDoor implements SpawnDoor, AutoCloseable {

    /** What was just started has the processors first. */
    private static final Duration PRECEDENCE = Duration.ofMillis(5);

    private final Path keeper;
    private final KeeperPool keepers;
    private final ScopedKeepers scoped;
    private final NativeLane lane = new NativeLane("hostler-spawn");
    private final Object watchLock = new Object();

    @GuardedBy("watchLock")
    private @Nullable PipeWatch watch;

    /** Takes the keeper out of the bundle into {@code <hostler.home>/var/run}. */
    @Activate
    public KeeperSpawnDoor(BundleContext context) throws IOException {
        this(KeeperBinary.extractTo(Path.of(home(context), "var", "run")));
    }

    /** A door that uses this keeper, as {@link KeeperBinary#extractTo} returned it. */
    public KeeperSpawnDoor(Path keeper) {
        this.keeper = keeper;
        this.keepers = new KeeperPool(keeper);
        this.scoped = new ScopedKeepers(keeper);
    }

    private static String home(BundleContext context) {
        String home = context.getProperty("hostler.home");
        if (home == null) {
            throw new IllegalStateException(
                    "the framework property hostler.home is not set; the keeper needs a place");
        }
        return home;
    }

    /** Spawns under way are finished; no new one begins. Running processes are not touched. */
    @Deactivate
    @Override
    public void close() {
        lane.close();
        keepers.close();
        scoped.close();
        synchronized (watchLock) {
            if (watch != null) {
                watch.close();
            }
        }
    }

    /** Those of its keepers that wait in scopes. */
    ScopedKeepers scoped() {
        return scoped;
    }

    @Override
    public BirthRecord spawn(SpawnOrder order) throws SpawnException {
        byte[] record = encode(order);
        KeeperPool pool = order.duties().cgroup().flatMap(scoped::beside).orElse(keepers);
        Optional<LaunchFailure> failure;
        try {
            // Here and now, since the start waits for it; what follows may block.
            Optional<WaitingKeeper> ordered = pool.order(record);
            failure = lane.call(() -> pool.outcome(ordered, record));
            prepareNext(pool, order.records(), failure.isEmpty());
        } catch (IOException e) {
            throw shortage(order, e);
        }
        return born(order, failure);
    }

    /**
     * In a scope at once, since until then nobody but the launch keeps it; and not at all where
     * that has failed: the scope may be ending.
     */
    private void prepareNext(KeeperPool pool, Path records, boolean launched) throws IOException {
        if (pool.equals(keepers)) {
            lane.runAfter(PRECEDENCE, () -> pool.prepare(records));
        } else if (launched) {
            lane.run(() -> pool.prepare(records));
        }
    }

    @Override
    public AttachedLaunch attach(SpawnOrder order) throws SpawnException {
        if (!(order.output() instanceof Output.Attached)) {
            throw new IllegalArgumentException(order + " does not say that it is attached");
        }
        byte[] record = encode(order);
        try {
            return attach(order, record, AttachedPipes.open());
        } catch (IOException e) {
            throw shortage(order, e);
        }
    }

    private AttachedLaunch attach(SpawnOrder order, byte[] record, AttachedPipes pipes)
            throws IOException, SpawnException {
        boolean attached = false;
        try {
            BirthRecord birth = born(order, lane.call(() -> pipes.launch(keeper, record)));
            AttachedLaunch launch = KeeperAttachment.of(birth, pipes, pipeWatch());
            attached = true;
            return launch;
        } finally {
            if (!attached) {
                pipes.close();
            }
        }
    }

    /** Its thread is there once somebody needs it. */
    private PipeWatch pipeWatch() throws IOException {
        synchronized (watchLock) {
            if (watch == null) {
                watch = new PipeWatch();
            }
            return watch;
        }
    }

    private BirthRecord born(SpawnOrder order, Optional<LaunchFailure> failure)
            throws SpawnException {
        if (failure.isPresent()) {
            throw failure.get().toException(order);
        }
        return birth(order.records(), order.launchId())
                .orElseThrow(
                        () ->
                                new SpawnException(
                                        Kind.TRANSIENT,
                                        "started "
                                                + order.executable()
                                                + ", but its birth record in "
                                                + order.records()
                                                + " has vanished"));
    }

    private static byte[] encode(SpawnOrder order) throws SpawnException {
        try {
            return OrderRecord.encode(order);
        } catch (IllegalArgumentException e) {
            throw new SpawnException(
                    Kind.PERMANENT, "cannot start " + order.executable() + ": " + e.getMessage());
        }
    }

    private SpawnException shortage(SpawnOrder order, IOException e) {
        return new SpawnException(
                Kind.TRANSIENT,
                "cannot start "
                        + order.executable()
                        + ": cannot run its keeper "
                        + keeper
                        + ": "
                        + e.getMessage());
    }

    @Override
    public Optional<BirthRecord> birth(Path records, String launchId) {
        return new KeeperRecords(records).birth(launchId);
    }

    @Override
    public Optional<ExitRecord> exit(Path records, String launchId) {
        return new KeeperRecords(records).exit(launchId);
    }

    @Override
    public boolean over(Path records, String launchId) {
        return new KeeperRecords(records).over(launchId);
    }

    @Override
    public Optional<NotifyRecord> notices(Path records, String launchId) {
        return new KeeperRecords(records).notices(launchId);
    }

    @Override
    public void forget(Path records, String launchId) {
        new KeeperRecords(records).forget(launchId);
    }
}
