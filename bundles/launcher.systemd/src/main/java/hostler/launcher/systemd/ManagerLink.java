package hostler.launcher.systemd;

import hostler.launcher.systemd.bus.BusConnection;
import hostler.launcher.systemd.bus.BusException;
import hostler.launcher.systemd.bus.BusListener;
import hostler.launcher.systemd.bus.Call;
import hostler.launcher.systemd.bus.Signal;
import hostler.systemd.UnitName;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.freedesktop.dbus.types.Variant;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The link to one manager of units, over its own socket: no bus daemon has to live for it. The
 * connection is made when it is needed, and again when it was lost while units are followed; then
 * every one of them is looked at anew. See org.freedesktop.systemd1(5).
 */
final class ManagerLink implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ManagerLink.class);

    private static final String UNIT = "org.freedesktop.systemd1.Unit";
    private static final String SERVICE = "org.freedesktop.systemd1.Service";
    private static final String PROPERTIES = "org.freedesktop.DBus.Properties";

    /**
     * Nobody tells when a manager that re-executes listens again: it is asked, ever more rarely.
     */
    private static final Duration FIRST_TRY = Duration.ofMillis(20);

    private static final Duration RAREST_TRY = Duration.ofSeconds(5);

    private final String address;
    private final Set<TrackedUnit> tracked = ConcurrentHashMap.newKeySet();

    private final PendingJobs jobs = new PendingJobs();

    /** Guarded by this. */
    private @Nullable BusConnection bus;

    /** What listens to it; guarded by this. */
    private @Nullable Line line;

    /** Guarded by this. */
    private boolean closed;

    /** Connects when it is first needed. */
    ManagerLink(String address) {
        this.address = address;
    }

    /**
     * Begins to follow a unit, loaded or not; of a name that is an alias, the unit it stands for.
     *
     * @param observer see {@link TrackedUnit}; first called before this returns
     */
    TrackedUnit track(UnitName name, Consumer<UnitState> observer)
            throws BusException, InterruptedException {
        BusConnection current = bus();
        UnitName canonical = new UnitName(glance(name).id());
        TrackedUnit unit = new TrackedUnit(this, canonical.objectPath(), observer);
        tracked.add(unit);
        try {
            look(current, unit);
            return unit;
        } catch (BusException | InterruptedException e) {
            untrack(unit);
            throw e;
        }
    }

    /** A look at a unit that is not followed; of one that is not loaded, what it would be. */
    UnitState glance(UnitName name) throws BusException, InterruptedException {
        BusConnection current = bus();
        Map<String, Variant<?>> found = new HashMap<>();
        for (String type : List.of(UNIT, SERVICE)) {
            found.putAll(values(current.call(all(name.objectPath(), type)).getFirst()));
        }
        return new UnitState(found);
    }

    /** Looks at everything of a unit now. */
    void refresh(TrackedUnit unit) throws BusException, InterruptedException {
        look(bus(), unit);
    }

    /**
     * Looks at everything of a unit again, without waiting; what it finds is of after this call.
     *
     * @param then told what was found, on the reader's thread
     */
    synchronized void confirm(TrackedUnit unit, Consumer<UnitState> then) {
        if (bus != null) {
            var _ = ask(bus, unit).thenAccept(then);
        }
    }

    void untrack(TrackedUnit unit) {
        tracked.remove(unit);
    }

    /** Looks at everything of a unit; in the order of the messages, so no signal is overwritten. */
    private static void look(BusConnection over, TrackedUnit unit)
            throws BusException, InterruptedException {
        over.await(all(unit.path(), SERVICE), ask(over, unit));
    }

    /** The same without waiting for it. */
    private static CompletableFuture<UnitState> ask(BusConnection over, TrackedUnit unit) {
        over.ask(all(unit.path(), UNIT), found -> take(unit, found, false));
        return over.send(
                all(unit.path(), SERVICE),
                found -> {
                    take(unit, found, true);
                    return unit.state();
                });
    }

    private static void take(TrackedUnit unit, List<Object> found, boolean last) {
        unit.found(values(found.getFirst()), last);
    }

    private static Call all(String path, String type) {
        return new Call(path, PROPERTIES, "GetAll", "s", List.of(type));
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Variant<?>> values(Object map) {
        return (Map<String, Variant<?>>) map;
    }

    /** Has systemd queue a job. */
    Job job(Call call) throws BusException, InterruptedException {
        BusConnection current = bus();
        return current.await(call, current.send(call, jobs::begun));
    }

    /** The connection of now, made when there is none. */
    synchronized BusConnection bus() throws BusException {
        BusConnection current = bus;
        return current == null ? connect() : current;
    }

    private synchronized BusConnection connect() throws BusException {
        if (closed) {
            throw new BusException(
                    address + " is needed no longer", new IllegalStateException("closed"));
        }
        Line listener = new Line();
        BusConnection current = BusConnection.open(address, listener);
        line = listener;
        bus = current;
        current.ask(Systemd.call("Subscribe", ""), nothing -> LOG.debug("{} is followed", address));
        for (TrackedUnit unit : tracked) {
            var _ = ask(current, unit);
        }
        return current;
    }

    /** What is heard over one connection. */
    private final class Line implements BusListener {

        @Override
        public void heard(Signal signal) {
            switch (signal.member()) {
                case "PropertiesChanged" -> changed(signal);
                case "JobRemoved" -> ended(signal);
                case "UnitRemoved" -> of(signal.argument(1)).forEach(ManagerLink.this::removed);
                case "Reloading" -> reloading(Boolean.TRUE.equals(signal.argument(0)));
                default -> LOG.trace("{}", signal);
            }
        }

        @Override
        public void lost() {
            ManagerLink.this.lost(this);
        }
    }

    private List<TrackedUnit> of(Object path) {
        return tracked.stream().filter(unit -> unit.path().equals(String.valueOf(path))).toList();
    }

    private void changed(Signal signal) {
        for (TrackedUnit unit : of(signal.path())) {
            boolean returns = !unit.state().loaded();
            unit.changed(values(signal.argument(1)));
            if (returns) {
                lookAgain(unit);
            }
        }
    }

    /** A manager that re-executes says this of every unit, also of those that run on. */
    private void removed(TrackedUnit unit) {
        if (unit.state().atRest()) {
            unit.unloaded();
        } else {
            confirm(unit, now -> LOG.debug("{} is {}", now.id(), now.describe()));
        }
    }

    private void ended(Signal signal) {
        if (jobs.ended(signal)) {
            tracked.forEach(TrackedUnit::wake);
        }
    }

    /** Definitions may be others after it; of them nothing else tells. */
    private void reloading(boolean begins) {
        if (!begins) {
            tracked.forEach(this::lookAgain);
        }
    }

    /**
     * Looks at everything of a unit after a signal, unless an answer is on its way: what comes
     * after the signal was looked up after it. Only at this unit, for a look costs systemd as much
     * as a start does.
     */
    private synchronized void lookAgain(TrackedUnit unit) {
        if (bus != null && unit.beginLook()) {
            var _ = ask(bus, unit).whenComplete((looked, failure) -> unit.endLook());
        }
    }

    private void lost(Line gone) {
        synchronized (this) {
            if (line != gone) {
                return;
            }
            line = null;
            bus = null;
        }
        jobs.abandon();
        tracked.forEach(TrackedUnit::wake);
        LOG.info("{} was closed; what systemd does meanwhile is looked up afterwards", address);
        Thread.ofVirtual().name("hostler-bus-again " + address).start(this::comeBack);
    }

    private void comeBack() {
        Duration pause = FIRST_TRY;
        while (wanted() && !connected()) {
            try {
                Thread.sleep(pause);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
            pause =
                    pause.multipliedBy(2).compareTo(RAREST_TRY) < 0
                            ? pause.multipliedBy(2)
                            : RAREST_TRY;
        }
    }

    private synchronized boolean wanted() {
        return !closed && !tracked.isEmpty();
    }

    private boolean connected() {
        try {
            bus();
            return true;
        } catch (BusException e) {
            LOG.debug("systemd is away: {}", e.getMessage());
            return false;
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (bus != null) {
            bus.close();
        }
        bus = null;
        line = null;
        tracked.clear();
    }
}
