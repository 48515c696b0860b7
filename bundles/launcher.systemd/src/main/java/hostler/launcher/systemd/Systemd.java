package hostler.launcher.systemd;

import hostler.launcher.systemd.bus.BusException;
import hostler.launcher.systemd.bus.Call;
import hostler.os.api.Signal;
import hostler.systemd.UnitName;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.freedesktop.dbus.types.UInt32;
import org.freedesktop.dbus.types.Variant;

/**
 * What a manager of units can be asked, the system's or a user's; see org.freedesktop.systemd1(5).
 * Every call waits for the answer, and for nothing more.
 */
final class Systemd implements AutoCloseable {
    static final String NO_SUCH_UNIT = "org.freedesktop.systemd1.NoSuchUnit";
    static final String UNIT_EXISTS = "org.freedesktop.systemd1.UnitExists";

    private static final String NO_SUCH_PROCESS = "org.freedesktop.systemd1.NoSuchProcess";
    private static final String PATH = "/org/freedesktop/systemd1";
    private static final String MANAGER = "org.freedesktop.systemd1.Manager";

    private final ManagerLink link;

    /** Connects when it is first needed. */
    Systemd(String address) {
        link = new ManagerLink(address);
    }

    /** Begins to follow a unit, see {@link ManagerLink#track}. */
    TrackedUnit track(UnitName name, Consumer<UnitState> observer)
            throws BusException, InterruptedException {
        return link.track(name, observer);
    }

    /** A look at a unit that is not followed, see {@link ManagerLink#glance}. */
    UnitState glance(UnitName name) throws BusException, InterruptedException {
        return link.glance(name);
    }

    /** Looks at everything of a unit now. */
    void refresh(TrackedUnit unit) throws BusException, InterruptedException {
        link.refresh(unit);
    }

    /** Starts a unit that there is. */
    Job start(UnitName name) throws BusException, InterruptedException {
        return link.job(call("StartUnit", "ss", name.full(), "replace"));
    }

    /** Makes a unit that lives as long as it is used, and starts it. */
    Job startTransient(UnitName name, String description, List<Setting> settings)
            throws BusException, InterruptedException {
        return link.job(
                call(
                        "StartTransientUnit",
                        "ssa(sv)a(sa(sv))",
                        name.full(),
                        "fail",
                        properties(description, settings),
                        List.of()));
    }

    private static List<Object[]> properties(String description, List<Setting> settings) {
        Object[] first = {"Description", new Variant<>(description, "s")};
        return Stream.concat(Stream.<Object[]>of(first), settings.stream().map(Setting::overTheBus))
                .toList();
    }

    /** Stops a unit as its definition says. */
    Job stop(UnitName name) throws BusException, InterruptedException {
        return link.job(call("StopUnit", "ss", name.full(), "replace"));
    }

    /** Has a unit read its configuration anew, as its definition says. */
    Job reload(UnitName name) throws BusException, InterruptedException {
        return link.job(call("ReloadUnit", "ss", name.full(), "replace"));
    }

    /** Signals the main process of a unit in this state. */
    void signalMain(UnitName name, UnitState state, Signal signal)
            throws BusException, InterruptedException {
        signal(name, state.starterRuns() ? "control" : "main", signal);
    }

    /** The same; one that has just ended hears nothing. */
    void killMain(UnitName name, UnitState state, Signal signal)
            throws BusException, InterruptedException {
        kill(name, state.starterRuns() ? "control" : "main", signal);
    }

    /** Kills every process of a unit. */
    void killAll(UnitName name) throws BusException, InterruptedException {
        kill(name, "all", Signal.KILL);
    }

    private void signal(UnitName name, String who, Signal signal)
            throws BusException, InterruptedException {
        link.bus().call(call("KillUnit", "ssi", name.full(), who, signal.number()));
    }

    private void kill(UnitName name, String who, Signal signal)
            throws BusException, InterruptedException {
        try {
            signal(name, who, signal);
        } catch (BusException e) {
            if (!e.is(NO_SUCH_PROCESS) && !e.is(NO_SUCH_UNIT)) {
                throw e;
            }
        }
    }

    /** Makes everything of a unit stand still; returns when it does. */
    void freeze(UnitName name) throws BusException, InterruptedException {
        link.bus().call(call("FreezeUnit", "s", name.full()));
    }

    /** Lets everything of a unit go on. */
    void thaw(UnitName name) throws BusException, InterruptedException {
        link.bus().call(call("ThawUnit", "s", name.full()));
    }

    /** Forgets that a unit has failed; of one that is not loaded any more there is nothing to. */
    void clearFailure(UnitName name) throws BusException, InterruptedException {
        try {
            link.bus().call(call("ResetFailedUnit", "s", name.full()));
        } catch (BusException e) {
            if (!e.is(NO_SUCH_UNIT)) {
                throw e;
            }
        }
    }

    /** In which state a unit of any kind is; of one that is not loaded, {@code inactive}. */
    String activeState(UnitName name) throws BusException, InterruptedException {
        Call get =
                new Call(
                        name.objectPath(),
                        "org.freedesktop.DBus.Properties",
                        "Get",
                        "ss",
                        List.of("org.freedesktop.systemd1.Unit", "ActiveState"));
        return link.bus().call(get).getFirst() instanceof Variant<?> state
                ? String.valueOf(state.getValue())
                : "unknown";
    }

    /** Moves a process into a unit that is active, and delegated to whom the process belongs. */
    void attach(UnitName name, int pid) throws BusException, InterruptedException {
        link.bus()
                .call(
                        call(
                                "AttachProcessesToUnit",
                                "ssau",
                                name.full(),
                                "",
                                List.of(new UInt32(pid))));
    }

    /** Reads every unit file anew. */
    void reloadFiles() throws BusException, InterruptedException {
        link.bus().call(call("Reload", ""));
    }

    static Call call(String member, String signature, Object... arguments) {
        return new Call(PATH, MANAGER, member, signature, List.of(arguments));
    }

    /** Ends the connection; nothing that was started is touched. */
    @Override
    public void close() {
        link.close();
    }
}
