package hostler.launcher.direct;

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
import hostler.os.api.Accounts;
import hostler.os.api.BirthRecord;
import hostler.os.api.ControlGroups;
import hostler.os.api.ExitRecord;
import hostler.os.api.LineWatch;
import hostler.os.api.ProcessTable;
import hostler.os.api.ProcessWatch;
import hostler.os.api.Signal;
import hostler.os.api.SpawnDoor;
import hostler.os.api.SpawnException;
import hostler.os.api.SpawnOrder;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts a service as a process of its own, under a keeper that needs nobody. Everything that is
 * needed to find it again is in the handle and the keeper's records; what is in memory here only
 * listens.
 */
@LauncherType(DirectLauncher.TYPE)
@Designate(ocd = DirectLauncher.Config.class)
@Component(service = Launcher.class, configurationPid = "hostler.launcher.direct")
public final class DirectLauncher implements Launcher {
    private static final Logger LOG = LoggerFactory.getLogger(DirectLauncher.class);

    /** The launch method served here. */
    static final String TYPE = "direct";

    /** Settings of all direct launches together. */
    @ObjectClassDefinition(name = "Direct launcher")
    @interface Config {
        @AttributeDefinition(
                description =
                        "Whether each new launch gets a control group (cgroup v2) of its own, where"
                                + " the machine lets the agent make one. It then ends and pauses as a"
                                + " whole, however fast it forks. Running launches stay as they are.")
        boolean cgroups() default true;
    }

    private final Machine machine;
    private final SpawnOrders orders;
    private final LaunchOrders launchOrders;
    private final LaunchGroups groups;
    private final LaunchTrees trees;
    private final Forgotten forgotten;
    private final Path directory;

    /** Launches whose end is awaited, by launch id. */
    private final Map<String, WatchedLaunch> watched = new ConcurrentHashMap<>();

    /** There from the first launch on; guarded by this. */
    private @Nullable LaunchRecords records;

    @Activate
    public DirectLauncher(
            BundleContext context,
            Config config,
            @Reference SpawnDoor door,
            @Reference ProcessWatch watch,
            @Reference ProcessTable table,
            @Reference ControlGroups groups,
            @Reference Accounts accounts,
            @Reference LineWatch lines) {
        this(
                home(context).resolve("var/state/launches"),
                new Machine(door, watch, table, groups, accounts, lines),
                config.cgroups(),
                ProcessTree.KILL_DEADLINE);
    }

    DirectLauncher(Path directory, Machine machine, boolean cgroups, Duration killDeadline) {
        this.directory = directory.toAbsolutePath();
        this.machine = machine;
        this.orders = new SpawnOrders(machine.accounts());
        this.groups = new LaunchGroups(machine.groups());
        this.trees = new LaunchTrees(machine, groups, this.directory, killDeadline);
        this.forgotten = new Forgotten(machine, groups);
        this.launchOrders = new LaunchOrders(orders, groups);
        groups.use(cgroups);
    }

    private static Path home(BundleContext context) {
        return Path.of(
                Objects.requireNonNull(
                        context.getProperty("hostler.home"),
                        "the framework property hostler.home is not set"));
    }

    /** Holds for what is prepared from now on. */
    @Modified
    void modified(Config config) {
        use(config.cgroups());
    }

    void use(boolean cgroups) {
        groups.use(cgroups);
    }

    @Override
    public LaunchHandle prepare(ServiceSpec spec, String launchId) throws LaunchException {
        orders.check(spec);
        HandleData data = HandleData.of(spec, directory, groups.place(spec.id(), launchId));
        return new LaunchHandle(HandleData.VERSION, TYPE, spec.id(), launchId, data.asMap());
    }

    @Override
    public void standBy(LaunchHandle handle, ServiceSpec spec) throws LaunchException {
        launchOrders.prepare(handle.launchId(), data(handle), spec);
    }

    @Override
    public Launch launch(LaunchHandle handle, ServiceSpec spec, LaunchListener listener)
            throws LaunchException {
        LaunchRecords current = records();
        HandleData data = data(handle);
        BirthRecord birth = spawn(launchOrders.take(handle.launchId(), data, spec));
        WatchedLaunch launch = watched(handle, data, birth, current, listener);
        if (!launch.begin()) {
            launch.ended();
        }
        return launch.launch();
    }

    private HandleData data(LaunchHandle handle) {
        return HandleData.of(handle, directory);
    }

    /** One listener a launch: the one before hears nothing any more. */
    private WatchedLaunch watched(
            LaunchHandle handle,
            HandleData data,
            BirthRecord birth,
            LaunchRecords current,
            LaunchListener listener) {
        WatchedLaunch launch =
                new WatchedLaunch(
                        handle,
                        data,
                        new WatchedLaunch.Sources(machine, current),
                        birth,
                        listener,
                        over -> watched.remove(handle.launchId(), over));
        letGo(watched.put(handle.launchId(), launch));
        return launch;
    }

    private BirthRecord spawn(SpawnOrder order) throws LaunchException {
        try {
            return machine.spawn().spawn(order);
        } catch (SpawnException e) {
            order.duties().cgroup().ifPresent(groups::remove);
            LaunchException.Kind kind =
                    switch (e.kind()) {
                        case PERMANENT -> LaunchException.Kind.PERMANENT;
                        case TRANSIENT -> LaunchException.Kind.TRANSIENT;
                    };
            throw new LaunchException(kind, String.valueOf(e.getMessage()), e);
        }
    }

    @Override
    public Recovered recover(LaunchHandle handle, LaunchListener listener) throws LaunchException {
        Path place = data(handle).records();
        Optional<BirthRecord> birth = machine.spawn().birth(place, handle.launchId());
        if (birth.isEmpty()) {
            return new Recovered.NeverStarted();
        }
        return trees.ofThisBoot(birth.get())
                ? recover(handle, birth.get(), listener)
                : new Recovered.Gone(
                        machine.spawn()
                                .exit(place, handle.launchId())
                                .orElseGet(() -> LaunchRecords.unknown(birth.get())));
    }

    private Recovered recover(LaunchHandle handle, BirthRecord birth, LaunchListener listener)
            throws LaunchException {
        LaunchRecords current = records();
        WatchedLaunch launch = watched(handle, data(handle), birth, current, listener);
        if (launch.begin()) {
            data(handle).cgroup().ifPresent(groups::adopt);
            return new Recovered.Adopted(launch.launch());
        }
        launch.close();
        watched.remove(handle.launchId(), launch);
        try {
            return switch (current.aftermath(data(handle).records(), birth)) {
                case Aftermath.Over(ExitRecord exit) -> gone(handle, birth, exit);
                case Aftermath.Succeeded(BirthRecord next) -> recover(handle, next, listener);
            };
        } catch (InterruptedException e) {
            throw LaunchTrees.interrupted(handle, e);
        }
    }

    private Recovered gone(LaunchHandle handle, BirthRecord birth, ExitRecord exit)
            throws LaunchException, InterruptedException {
        trees.tree(data(handle), birth).kill();
        return new Recovered.Gone(exit);
    }

    @Override
    public void stop(LaunchHandle handle, StopOrder order) throws LaunchException {
        WatchedLaunch launch = watched.get(handle.launchId());
        if (launch == null || !launch.provenOver()) {
            trees.stop(handle, order);
        }
    }

    @Override
    public void signal(LaunchHandle handle, Signal signal) throws LaunchException {
        trees.signal(handle, signal);
    }

    @Override
    public Optional<Pausing> pausing() {
        return Optional.of(trees);
    }

    /**
     * {@inheritDoc} After {@link hostler.launcher.api.LaunchEvent.Ended} its keeper may be about to
     * write the exit; that record goes, too, as soon as the keeper has.
     */
    @Override
    public void forget(LaunchHandle handle) {
        launchOrders.drop(handle.launchId());
        letGo(watched.remove(handle.launchId()));
        forgotten.forget(data(handle), handle.launchId());
    }

    private synchronized LaunchRecords records() throws LaunchException {
        LaunchRecords current = records;
        if (current == null) {
            SpawnOrders.createDirectory("the directory of launch records", directory);
            current = watchRecords();
            records = current;
        }
        return current;
    }

    private LaunchRecords watchRecords() throws LaunchException {
        try {
            return LaunchRecords.watch(
                    machine.spawn(), machine.watch(), directory, LaunchRecords.PATIENCE);
        } catch (IOException e) {
            throw new LaunchException(
                    LaunchException.Kind.TRANSIENT,
                    "cannot watch " + directory + " with inotify: " + e.getMessage(),
                    e);
        }
    }

    private static void letGo(@Nullable WatchedLaunch launch) {
        if (launch != null) {
            launch.close();
        }
    }

    /** Lets go of everything; no process is touched, no listener is called any more. */
    @Deactivate
    synchronized void close() {
        watched.values().forEach(WatchedLaunch::close);
        watched.clear();
        forgotten.close();
        try {
            if (records != null) {
                records.close();
            }
        } catch (IOException e) {
            LOG.warn("cannot close the inotify watches of {}", directory, e);
        }
    }
}
