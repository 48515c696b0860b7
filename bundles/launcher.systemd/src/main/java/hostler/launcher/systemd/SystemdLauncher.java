package hostler.launcher.systemd;

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
import hostler.launcher.systemd.bus.BusException;
import hostler.os.api.Accounts;
import hostler.os.api.ExitRecord;
import hostler.os.api.FileDoor;
import hostler.os.api.ProcessTable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.osgi.service.metatype.annotations.Option;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts a service as a unit of systemd: one that is there, or one made from the package. Systemd
 * is the keeper: it needs no agent, and remembers how a unit ended. What is in memory here only
 * listens.
 */
@LauncherType(SystemdLauncher.TYPE)
@Component(service = Launcher.class, configurationPid = SystemdLauncher.PID)
@Designate(ocd = SystemdLauncher.Config.class)
public final class SystemdLauncher implements Launcher, Pausing {
    private static final Logger LOG = LoggerFactory.getLogger(SystemdLauncher.class);

    /** The launch method served here. */
    static final String TYPE = "systemd";

    static final String PID = "hostler.launcher.systemd";

    /** Version of the data in a handle: 1 is {@link UnitRef#data}. */
    private static final int VERSION = 1;

    /** The settings under {@code systemd}; handles keep what they were made with. */
    @ObjectClassDefinition(name = "Hostler: systemd launcher")
    @interface Config {
        @AttributeDefinition(
                description =
                        "Whose units are meant: auto is the system's for root and the agent's own"
                                + " user's otherwise; true is the own user's, for root those of"
                                + " startup.user; false is the system's.",
                options = {
                    @Option(label = "auto", value = "auto"),
                    @Option(label = "true", value = "true"),
                    @Option(label = "false", value = "false")
                })
        String user_unit() default "auto";

        @AttributeDefinition(
                description =
                        "Where units come from: never starts and stops those that are there;"
                                + " transient makes one for each launch, file writes a unit file.",
                options = {
                    @Option(label = "never", value = "never"),
                    @Option(label = "transient", value = "transient"),
                    @Option(label = "file", value = "file")
                })
        String create() default "never";
    }

    private final UserUnit whose;
    private final CreateMode create;
    private final ProcessTable table;
    private final Scopes scopes;
    private final LaunchMarks marks;
    private final MadeUnits units;

    /** Launches whose end is awaited, by launch id. */
    private final Map<String, WatchedUnit> watched = new ConcurrentHashMap<>();

    @Activate
    public SystemdLauncher(
            BundleContext context,
            Config config,
            @Reference Accounts accounts,
            @Reference ProcessTable table,
            @Reference FileDoor files) {
        this(
                UserUnit.of(config.user_unit()),
                CreateMode.of(config.create()),
                table,
                accounts,
                new Scopes(accounts, Path.of("/run/systemd/system")),
                new LaunchMarks(home(context).resolve("var/state/launches"), files),
                UnitFile.onThisMachine(files, accounts));
    }

    SystemdLauncher(
            UserUnit whose,
            CreateMode create,
            ProcessTable table,
            Accounts accounts,
            Scopes scopes,
            LaunchMarks marks,
            UnitFile file) {
        this.whose = whose;
        this.create = create;
        this.table = table;
        this.scopes = scopes;
        this.marks = marks;
        this.units = new MadeUnits(marks, new Requirements(accounts), file);
        scopes.obstacle().ifPresent(reason -> LOG.info("no units can be started: {}", reason));
    }

    private static Path home(BundleContext context) {
        return Path.of(
                Objects.requireNonNull(
                        context.getProperty("hostler.home"),
                        "the framework property hostler.home is not set"));
    }

    @Override
    public LaunchHandle prepare(ServiceSpec spec, String launchId) throws LaunchException {
        Scope scope = scopes.choose(spec.startup(), whose);
        UnitRef unit = new UnitRef(launchId, scope, name(spec), create);
        if (create.makes()) {
            units.check(spec, unit);
        } else {
            checkLoaded(unit);
        }
        return new LaunchHandle(VERSION, TYPE, spec.id(), launchId, unit.data());
    }

    private static UnitName name(ServiceSpec spec) throws LaunchException {
        String unit = spec.startup().unit();
        try {
            return UnitName.of(unit, !unit.equals(spec.id().name()));
        } catch (IllegalArgumentException e) {
            throw new LaunchException(
                    LaunchException.Kind.PERMANENT, "startup.service_name: " + e.getMessage(), e);
        }
    }

    private void checkLoaded(UnitRef unit) throws LaunchException {
        UnitState state =
                Failures.asking(
                        "cannot look at " + unit,
                        () -> scopes.at(unit.scope()).glance(unit.name()));
        if (!state.loaded()) {
            throw Failures.permanent(
                    "startup.service_name: "
                            + unit
                            + " is "
                            + state.loadState()
                            + " among "
                            + unit.scope()
                            + (state.loadError().isEmpty() ? "" : ": " + state.loadError())
                            + "; a unit file makes it, or systemd.create in agent.yaml");
        }
    }

    @Override
    public Launch launch(LaunchHandle handle, ServiceSpec spec, LaunchListener listener)
            throws LaunchException {
        UnitRef unit = UnitRef.of(handle);
        WatchedUnit watch = watch(handle, listener);
        return Failures.asking(
                "cannot start " + unit,
                () -> {
                    TrackedUnit tracked = scopes.at(unit.scope()).track(unit.name(), watch::seen);
                    try {
                        marks.begin(unit);
                        return watch.begin(tracked, start(unit, spec, tracked));
                    } catch (BusException | InterruptedException | LaunchException e) {
                        tracked.close();
                        letGo(handle);
                        throw e;
                    }
                });
    }

    private MainProcess start(UnitRef unit, ServiceSpec spec, TrackedUnit tracked)
            throws BusException, InterruptedException, LaunchException {
        Systemd systemd = scopes.at(unit.scope());
        return unit.mode().makes()
                ? units.start(spec, systemd, unit, tracked)
                : new UnitStart(systemd, unit, tracked, spec.startup().timeout()).joined();
    }

    /** One listener a launch: the one before hears nothing any more. */
    private WatchedUnit watch(LaunchHandle handle, LaunchListener listener) {
        letGo(handle);
        WatchedUnit watch = new WatchedUnit(handle, table, listener);
        watched.put(handle.launchId(), watch);
        return watch;
    }

    @Override
    public Recovered recover(LaunchHandle handle, LaunchListener listener) throws LaunchException {
        UnitRef unit = UnitRef.of(handle);
        WatchedUnit watch = watch(handle, listener);
        return Failures.asking(
                "cannot tell what became of " + unit,
                () -> {
                    TrackedUnit tracked = scopes.at(unit.scope()).track(unit.name(), watch::seen);
                    return found(unit, tracked, watch);
                });
    }

    private Recovered found(UnitRef unit, TrackedUnit tracked, WatchedUnit watch)
            throws BusException, InterruptedException, LaunchException {
        UnitState state = tracked.state();
        Optional<MainProcess> main = state.main();
        if (marks.begun(unit) && unit.isOf(state) && main.isPresent() && !state.over()) {
            return new Recovered.Adopted(watch.begin(tracked, main.get()));
        }
        try (tracked;
                watch) {
            watched.remove(unit.launchId(), watch);
            return gone(unit, tracked);
        }
    }

    private Recovered gone(UnitRef unit, TrackedUnit tracked)
            throws BusException, InterruptedException, LaunchException {
        if (!marks.begun(unit)) {
            return new Recovered.NeverStarted();
        }
        ExitRecord exit = exit(unit, tracked.state());
        if (unit.mode().makes() && unit.isOf(tracked.state())) {
            marks.ended(unit, exit);
            units.endWhatIsLeft(scopes.at(unit.scope()), unit, tracked);
        }
        return new Recovered.Gone(exit);
    }

    private ExitRecord exit(UnitRef unit, UnitState state) {
        UnitState last = unit.isOf(state) ? state : UnitState.NOTHING;
        return marks.exit(unit).orElseGet(() -> WatchedUnit.exit(unit.launchId(), last));
    }

    @Override
    public void stop(LaunchHandle handle, StopOrder order) throws LaunchException {
        UnitRef unit = UnitRef.of(handle);
        following(
                unit,
                "cannot stop " + unit,
                tracked -> {
                    if (marks.begun(unit) && unit.isOf(tracked.state())) {
                        new UnitStop(scopes.at(unit.scope()), unit, tracked).end(order);
                    }
                    return unit;
                });
    }

    @Override
    public Optional<Pausing> pausing() {
        return Optional.of(this);
    }

    @Override
    public void pause(LaunchHandle handle) throws LaunchException {
        UnitRef unit = UnitRef.of(handle);
        following(
                unit,
                "cannot pause " + unit,
                tracked -> {
                    if (unit.isOf(tracked.state()) && tracked.state().runs()) {
                        scopes.at(unit.scope()).freeze(unit.name());
                    }
                    return unit;
                });
    }

    @Override
    public void resume(LaunchHandle handle) throws LaunchException {
        UnitRef unit = UnitRef.of(handle);
        following(
                unit,
                "cannot resume " + unit,
                tracked -> {
                    if (unit.isOf(tracked.state()) && tracked.state().frozen()) {
                        scopes.at(unit.scope()).thaw(unit.name());
                    }
                    return unit;
                });
    }

    @Override
    public void forget(LaunchHandle handle) {
        letGo(handle);
        UnitRef unit = UnitRef.of(handle);
        try {
            if (unit.mode().makes() && marks.begun(unit)) {
                following(unit, "cannot take " + unit + " away", tracked -> drop(unit, tracked));
            }
            marks.forget(unit);
        } catch (LaunchException | IOException e) {
            LOG.warn("{}: what is left of launch {}", handle.service(), handle.launchId(), e);
        }
    }

    private UnitRef drop(UnitRef unit, TrackedUnit tracked)
            throws BusException, InterruptedException, LaunchException {
        if (unit.isOf(tracked.state()) && tracked.state().over()) {
            units.drop(scopes.at(unit.scope()), unit, tracked);
        }
        return unit;
    }

    /** Something that is done to a unit. */
    @FunctionalInterface
    private interface Deed<T> {
        T at(TrackedUnit tracked) throws BusException, InterruptedException, LaunchException;
    }

    /** Follows a unit while something is done to it. */
    private <T> T following(UnitRef unit, String doing, Deed<T> deed) throws LaunchException {
        return Failures.asking(
                doing,
                () -> {
                    try (TrackedUnit tracked =
                            scopes.at(unit.scope()).track(unit.name(), state -> {})) {
                        return deed.at(tracked);
                    }
                });
    }

    private void letGo(LaunchHandle handle) {
        Optional.ofNullable(watched.remove(handle.launchId())).ifPresent(WatchedUnit::close);
    }

    /** Lets go of everything; no unit is touched, no listener is called any more. */
    @Deactivate
    void close() {
        watched.values().forEach(WatchedUnit::close);
        watched.clear();
        scopes.close();
    }
}
