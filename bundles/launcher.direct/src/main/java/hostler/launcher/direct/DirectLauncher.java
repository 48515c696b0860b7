package hostler.launcher.direct;

import hostler.core.api.Logging;
import hostler.core.api.ServiceSpec;
import hostler.launcher.api.Launch;
import hostler.launcher.api.LaunchException;
import hostler.launcher.api.LaunchHandle;
import hostler.launcher.api.LaunchListener;
import hostler.launcher.api.Launcher;
import hostler.launcher.api.LauncherType;
import hostler.launcher.api.Pausing;
import hostler.launcher.api.Recovered;
import hostler.launcher.api.StopOrder;
import hostler.os.api.Account;
import hostler.os.api.Accounts;
import hostler.os.api.BirthRecord;
import hostler.os.api.ExitRecord;
import hostler.os.api.KeeperDuties;
import hostler.os.api.Output;
import hostler.os.api.ProcessTable;
import hostler.os.api.ProcessWatch;
import hostler.os.api.SpawnDoor;
import hostler.os.api.SpawnException;
import hostler.os.api.SpawnOrder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts a service as a process of its own, under a keeper that needs nobody. Everything that is
 * needed to find it again is in the keeper's records; what is in memory here only listens.
 */
@LauncherType(DirectLauncher.TYPE)
@Component(service = Launcher.class)
public final class DirectLauncher implements Launcher, Pausing {
    private static final Logger LOG = LoggerFactory.getLogger(DirectLauncher.class);

    /** The launch method served here. */
    static final String TYPE = "direct";

    /** Version of the data in a handle: 1 has {@value #RECORDS}. */
    private static final int VERSION = 1;

    /** Key of a handle's data: the directory of the keeper's records. */
    static final String RECORDS = "records";

    private final SpawnDoor door;
    private final ProcessWatch watch;
    private final ProcessTable table;
    private final Preflight preflight;
    private final BaseEnvironment environment;
    private final Path directory;

    /** Launches whose end is awaited, by launch id. */
    private final Map<String, WatchedLaunch> watched = new ConcurrentHashMap<>();

    /** There from the first launch on; guarded by this. */
    private @Nullable ExitRecords records;

    @Activate
    public DirectLauncher(
            BundleContext context,
            @Reference SpawnDoor door,
            @Reference ProcessWatch watch,
            @Reference ProcessTable table,
            @Reference Accounts accounts) {
        this(
                Path.of(
                                Objects.requireNonNull(
                                        context.getProperty("hostler.home"),
                                        "the framework property hostler.home is not set"))
                        .resolve("var/state/launches"),
                door,
                watch,
                table,
                accounts);
    }

    DirectLauncher(
            Path directory,
            SpawnDoor door,
            ProcessWatch watch,
            ProcessTable table,
            Accounts accounts) {
        this.directory = directory.toAbsolutePath();
        this.door = door;
        this.watch = watch;
        this.table = table;
        this.preflight = new Preflight(accounts);
        this.environment = new BaseEnvironment(Path.of("/etc/passwd"), accounts.ownUid());
    }

    @Override
    public LaunchHandle prepare(ServiceSpec spec, String launchId) throws LaunchException {
        Preflight.executable(spec.startup());
        Preflight.workingDirectory(spec.startup());
        preflight.account(spec.startup());
        return new LaunchHandle(
                VERSION, TYPE, spec.id(), launchId, Map.of(RECORDS, directory.toString()));
    }

    @Override
    public Launch launch(LaunchHandle handle, ServiceSpec spec, LaunchListener listener)
            throws LaunchException {
        ExitRecords exits = records();
        BirthRecord birth = spawn(order(handle, spec));
        WatchedLaunch launch = watched(handle, birth, exits, listener);
        if (!launch.hold(watch)) {
            launch.ended();
        }
        return found(handle, birth);
    }

    private SpawnOrder order(LaunchHandle handle, ServiceSpec spec) throws LaunchException {
        Optional<Account> account = preflight.account(spec.startup());
        Path log = spec.logging().file().toAbsolutePath();
        createDirectory("the log directory", log.resolveSibling("").normalize());
        return new SpawnOrder(
                handle.launchId(),
                Preflight.executable(spec.startup()),
                spec.startup().arguments(),
                environment.of(spec, account),
                Preflight.workingDirectory(spec.startup()),
                account,
                spec.startup().process().umask(),
                output(spec.logging().capture(), log),
                records(handle),
                Optional.empty(),
                spec.startup().process().limits(),
                KeeperDuties.NONE);
    }

    private static Output output(Logging.Capture capture, Path log) {
        return switch (capture) {
            case FILE -> new Output.Append(log);
            case PIPE -> new Output.Piped(log);
        };
    }

    /** One listener a launch: the one before hears nothing any more. */
    private WatchedLaunch watched(
            LaunchHandle handle, BirthRecord birth, ExitRecords exits, LaunchListener listener) {
        letGo(watched.remove(handle.launchId()));
        LaunchListener last =
                (ended, event) -> {
                    watched.remove(ended.launchId());
                    listener.told(ended, event);
                };
        WatchedLaunch launch = new WatchedLaunch(handle, records(handle), birth, exits, last);
        watched.put(handle.launchId(), launch);
        return launch;
    }

    private BirthRecord spawn(SpawnOrder order) throws LaunchException {
        try {
            return door.spawn(order);
        } catch (SpawnException e) {
            LaunchException.Kind kind =
                    switch (e.kind()) {
                        case PERMANENT -> LaunchException.Kind.PERMANENT;
                        case TRANSIENT -> LaunchException.Kind.TRANSIENT;
                    };
            throw new LaunchException(kind, String.valueOf(e.getMessage()), e);
        }
    }

    private Launch found(LaunchHandle handle, BirthRecord birth) {
        return new Launch(
                handle, birth.process(), table.startedAt(birth.process()).orElse(birth.at()));
    }

    @Override
    public Recovered recover(LaunchHandle handle, LaunchListener listener) throws LaunchException {
        Optional<BirthRecord> birth = door.birth(records(handle), handle.launchId());
        if (birth.isEmpty()) {
            return new Recovered.NeverStarted();
        }
        return ofThisBoot(birth.get())
                ? recover(handle, birth.get(), listener)
                : new Recovered.Gone(
                        door.exit(records(handle), handle.launchId())
                                .orElseGet(() -> ExitRecords.unknown(birth.get())));
    }

    private Recovered recover(LaunchHandle handle, BirthRecord birth, LaunchListener listener)
            throws LaunchException {
        ExitRecords exits = records();
        if (watched(handle, birth, exits, listener).hold(watch)) {
            return new Recovered.Adopted(found(handle, birth));
        }
        letGo(watched.remove(handle.launchId()));
        try {
            ExitRecord exit = exits.await(records(handle), birth);
            tree(birth).kill();
            return new Recovered.Gone(exit);
        } catch (InterruptedException e) {
            throw interrupted(handle, e);
        }
    }

    @Override
    public void stop(LaunchHandle handle, StopOrder order) throws LaunchException {
        Optional<ProcessTree> tree = currentTree(handle);
        if (tree.isEmpty()) {
            return;
        }
        try {
            tree.get().end(order);
        } catch (InterruptedException e) {
            throw interrupted(handle, e);
        }
    }

    @Override
    public Optional<Pausing> pausing() {
        return Optional.of(this);
    }

    @Override
    public void pause(LaunchHandle handle) throws LaunchException {
        Optional<ProcessTree> tree = currentTree(handle);
        if (tree.isPresent()) {
            tree.get().pause();
        }
    }

    @Override
    public void resume(LaunchHandle handle) throws LaunchException {
        Optional<ProcessTree> tree = currentTree(handle);
        if (tree.isPresent()) {
            tree.get().resume();
        }
    }

    @Override
    public void forget(LaunchHandle handle) {
        letGo(watched.remove(handle.launchId()));
        door.forget(records(handle), handle.launchId());
    }

    /** A process of an earlier boot cannot live; its number belongs to a stranger, if to anyone. */
    private boolean ofThisBoot(BirthRecord birth) {
        return birth.process().bootId().equals(table.bootId());
    }

    /** Empty when the launch never came to be, or was one of an earlier boot. */
    private Optional<ProcessTree> currentTree(LaunchHandle handle) {
        return door.birth(records(handle), handle.launchId())
                .filter(this::ofThisBoot)
                .map(this::tree);
    }

    private ProcessTree tree(BirthRecord birth) {
        return new ProcessTree(table, watch, birth, ProcessTree.KILL_DEADLINE);
    }

    /** A handle without the directory was not made here; the own one is where it would be. */
    private Path records(LaunchHandle handle) {
        return Path.of(handle.data().getOrDefault(RECORDS, directory.toString()));
    }

    private synchronized ExitRecords records() throws LaunchException {
        ExitRecords current = records;
        if (current == null) {
            createDirectory("the directory of launch records", directory);
            current = watchRecords();
            records = current;
        }
        return current;
    }

    private ExitRecords watchRecords() throws LaunchException {
        try {
            return ExitRecords.watch(door, watch, directory, ExitRecords.PATIENCE);
        } catch (IOException e) {
            throw new LaunchException(
                    LaunchException.Kind.TRANSIENT,
                    "cannot watch " + directory + " with inotify: " + e.getMessage(),
                    e);
        }
    }

    private static void createDirectory(String what, Path path) throws LaunchException {
        try {
            Files.createDirectories(path);
        } catch (IOException e) {
            throw new LaunchException(
                    LaunchException.Kind.TRANSIENT,
                    "cannot create " + what + " " + path + ": " + e.getMessage(),
                    e);
        }
    }

    private static void letGo(@Nullable WatchedLaunch launch) {
        if (launch != null) {
            launch.close();
        }
    }

    private static LaunchException interrupted(LaunchHandle handle, InterruptedException cause) {
        Thread.currentThread().interrupt();
        return new LaunchException(
                LaunchException.Kind.TRANSIENT,
                "interrupted while waiting for the processes of " + handle.service(),
                cause);
    }

    /** Lets go of everything; no process is touched, no listener is called any more. */
    @Deactivate
    synchronized void close() {
        watched.values().forEach(WatchedLaunch::close);
        watched.clear();
        try {
            if (records != null) {
                records.close();
            }
        } catch (IOException e) {
            LOG.warn("cannot close the inotify watch of {}", directory, e);
        }
    }
}
