package hostler.launcher.systemd;

import hostler.core.api.Availability;
import hostler.core.api.ServiceSpec;
import hostler.launcher.api.Launch;
import hostler.launcher.api.LaunchException;
import hostler.launcher.api.LaunchHandle;
import hostler.launcher.api.LaunchListener;
import hostler.launcher.api.Launcher;
import hostler.launcher.api.LauncherType;
import hostler.launcher.api.Metering;
import hostler.launcher.api.Pausing;
import hostler.launcher.api.ReadyLog;
import hostler.launcher.api.Recovered;
import hostler.launcher.api.Reloading;
import hostler.launcher.api.Sighting;
import hostler.launcher.api.StopOrder;
import hostler.launcher.systemd.bus.BusException;
import hostler.os.api.Accounts;
import hostler.os.api.ExitRecord;
import hostler.os.api.FileDoor;
import hostler.os.api.LineWatch;
import hostler.os.api.ProcessTable;
import hostler.os.api.Signal;
import hostler.systemd.UserUnit;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts a service as a unit of systemd: one that is there, or one made from the package. Systemd
 * is the keeper: it needs no agent, and remembers how a unit ended. What is in memory here only
 * listens. It connects to systemd when a service first needs that.
 */
@LauncherType(SystemdLauncher.TYPE)
@Component(
        service = {Launcher.class, Availability.class},
        configurationPid = SystemdLauncher.PID,
        // Before it is known whose units are meant, none is looked for.
        configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = Config.class)
public final class SystemdLauncher implements Launcher, Availability {
    private static final Logger LOG = LoggerFactory.getLogger(SystemdLauncher.class);

    /** The launch method served here. */
    static final String TYPE = "systemd";

    static final String PID = "hostler.launcher.systemd";

    /** Version of the data in a handle: 1 is {@link UnitRef#data} and {@link ReadyLog}. */
    private static final int VERSION = 1;

    private final Scopes scopes;
    private final LaunchMarks marks;
    private final Naming naming;
    private final UnitOrders orders;
    private final AdoptedUnits adopted;
    private final MadeUnits made;
    private final Watchers watchers;

    @Activate
    public SystemdLauncher(
            BundleContext context,
            Config config,
            @Reference Accounts accounts,
            @Reference ProcessTable table,
            @Reference FileDoor files,
            @Reference LineWatch lines) {
        this(
                UserUnit.of(config.user_unit()),
                CreateMode.of(config.create()),
                home(context).resolve("var/state/launches"),
                table,
                accounts,
                files,
                lines);
    }

    /** What is kept of launches is in the directory. */
    SystemdLauncher(
            UserUnit whose,
            CreateMode create,
            Path launches,
            ProcessTable table,
            Accounts accounts,
            FileDoor files,
            LineWatch lines) {
        UnitFile file = UnitFile.onThisMachine(files, accounts);
        this.scopes = new Scopes(accounts, Path.of("/run/systemd/system"));
        this.marks = new LaunchMarks(launches, files);
        this.naming = new Naming(scopes, whose, create);
        this.orders = new UnitOrders(scopes);
        this.adopted = new AdoptedUnits(scopes);
        this.made = new MadeUnits(marks, new Requirements(accounts), file);
        this.watchers = new Watchers(table, lines, marks);
        obstacle().ifPresent(reason -> LOG.info("no units can be started: {}", reason));
    }

    private static Path home(BundleContext context) {
        return Path.of(
                Objects.requireNonNull(
                        context.getProperty("hostler.home"),
                        "the framework property hostler.home is not set"));
    }

    @Override
    public Optional<String> obstacle() {
        return scopes.obstacle();
    }

    @Override
    public void signal(LaunchHandle handle, Signal signal) throws LaunchException {
        orders.signal(handle, signal);
    }

    @Override
    public Optional<Pausing> pausing() {
        return Optional.of(orders);
    }

    @Override
    public Optional<Reloading> reloading() {
        return Optional.of(orders);
    }

    @Override
    public Optional<Metering> metering() {
        return Optional.of(orders);
    }

    /** A unit that is made here is nobody else's to start. */
    @Override
    public Optional<Sighting> sighting() {
        return naming.create().makes()
                ? Optional.empty()
                : Optional.of(new Sightings(scopes, naming));
    }

    @Override
    public LaunchHandle prepare(ServiceSpec spec, String launchId) throws LaunchException {
        UnitRef unit = naming.unit(spec, launchId);
        source(unit).check(spec, unit);
        Map<String, String> data =
                ReadyLog.of(spec).map(log -> log.in(unit.data())).orElseGet(unit::data);
        return new LaunchHandle(VERSION, TYPE, spec.id(), launchId, data);
    }

    private UnitSource source(UnitRef unit) {
        return unit.mode().makes() ? made : adopted;
    }

    @Override
    public Launch launch(LaunchHandle handle, ServiceSpec spec, LaunchListener listener)
            throws LaunchException {
        UnitRef ref = UnitRef.of(handle);
        WatchedUnit watch = watchers.watch(handle, listener);
        return Failures.asking(
                "cannot start " + ref,
                () -> {
                    HeldUnit unit = HeldUnit.of(ref, scopes.at(ref.scope()), watch::seen);
                    try {
                        marks.begin(ref, ReadyLog.of(handle).map(ReadyLog::file));
                        return watch.begin(unit.tracked(), source(ref).start(spec, unit));
                    } catch (BusException | InterruptedException | LaunchException e) {
                        unit.close();
                        watchers.letGo(handle);
                        throw e;
                    }
                });
    }

    @Override
    public Recovered recover(LaunchHandle handle, LaunchListener listener) throws LaunchException {
        UnitRef ref = UnitRef.of(handle);
        if (!marks.begun(ref)) {
            return new Recovered.NeverStarted();
        }
        WatchedUnit watch = watchers.watch(handle, listener);
        return Failures.asking(
                "cannot tell what became of " + ref,
                () -> found(handle, HeldUnit.of(ref, scopes.at(ref.scope()), watch::seen), watch));
    }

    private Recovered found(LaunchHandle handle, HeldUnit unit, WatchedUnit watch)
            throws BusException, InterruptedException, LaunchException {
        UnitState state = unit.state();
        Optional<MainProcess> main = state.main();
        Optional<ExitRecord> kept = marks.exit(unit.ref());
        if (kept.isEmpty() && unit.isOfLaunch() && main.isPresent() && !state.over()) {
            return new Recovered.Adopted(watch.begin(unit.tracked(), main.get()));
        }
        try (unit) {
            watchers.letGo(handle);
            return new Recovered.Gone(gone(unit, kept));
        }
    }

    private ExitRecord gone(HeldUnit unit, Optional<ExitRecord> kept)
            throws BusException, InterruptedException, LaunchException {
        UnitState last = unit.isOfLaunch() ? unit.state() : UnitState.NOTHING;
        ExitRecord exit = kept.orElseGet(() -> WatchedUnit.exit(unit.ref().launchId(), last));
        if (unit.ref().mode().makes() && unit.isOfLaunch()) {
            marks.ended(unit.ref(), exit);
            made.endWhatIsLeft(unit);
        }
        return exit;
    }

    @Override
    public void stop(LaunchHandle handle, StopOrder order) throws LaunchException {
        UnitRef ref = UnitRef.of(handle);
        if (!marks.begun(ref)) {
            return;
        }
        if (ref.mode().makes()) {
            orders.order(handle, "stop", unit -> new UnitStop(unit).end(order));
        } else if (marks.exit(ref).isEmpty()) {
            boolean over = watchers.toldEnd(handle);
            orders.order(handle, "stop", unit -> stopAdopted(unit, order, over));
        }
    }

    /**
     * Of an adopted unit that has ended nothing is left: what runs by now somebody else has
     * started, as may happen at any time after this.
     */
    private void stopAdopted(HeldUnit unit, StopOrder order, boolean over)
            throws BusException, InterruptedException, LaunchException {
        if (!over) {
            new UnitStop(unit).end(order);
        }
        marks.ended(unit.ref(), WatchedUnit.exit(unit.ref().launchId(), unit.state()));
    }

    @Override
    public void forget(LaunchHandle handle) {
        watchers.letGo(handle);
        UnitRef ref = UnitRef.of(handle);
        try {
            if (ref.mode().makes() && marks.begun(ref)) {
                orders.order(handle, "take away", this::drop);
            }
            marks.forget(ref);
        } catch (LaunchException | IOException e) {
            LOG.warn("{}: what is left of launch {}", handle.service(), handle.launchId(), e);
        }
    }

    private void drop(HeldUnit unit) throws BusException, InterruptedException, LaunchException {
        if (unit.state().over()) {
            made.drop(unit);
        }
    }

    /** Lets go of everything; no unit is touched, no listener is called any more. */
    @Deactivate
    void close() {
        watchers.close();
        scopes.close();
    }
}
