package hostler.launcher.systemd;

import hostler.launcher.api.LaunchException;
import hostler.launcher.api.LaunchHandle;
import hostler.launcher.api.Metering;
import hostler.launcher.api.Pausing;
import hostler.launcher.api.Reloading;
import hostler.launcher.api.Usage;
import hostler.launcher.systemd.bus.BusException;
import hostler.os.api.Signal;
import java.time.Duration;

/** What can be asked of the unit of a launch while it runs. */
final class UnitOrders implements Pausing, Reloading, Metering {

    /** A reload has the time that systemd gives it; this ends the wait for one that hangs. */
    private static final Duration RELOADED = Duration.ofMinutes(5);

    private final Scopes scopes;

    UnitOrders(Scopes scopes) {
        this.scopes = scopes;
    }

    /** Something that is done to a unit. */
    @FunctionalInterface
    interface Deed {
        void to(HeldUnit unit) throws BusException, InterruptedException, LaunchException;
    }

    /** Does something to the unit of a launch; what bears its name by now is left alone. */
    void order(LaunchHandle handle, String verb, Deed deed) throws LaunchException {
        hold(
                handle,
                verb,
                unit -> {
                    if (unit.isOfLaunch()) {
                        deed.to(unit);
                    }
                });
    }

    /** Does something that makes sense only while the launch runs. */
    private void orderRunning(LaunchHandle handle, String verb, Deed deed) throws LaunchException {
        hold(
                handle,
                verb,
                unit -> {
                    if (!unit.isOfLaunch() || !unit.state().runs()) {
                        throw Failures.transitory("cannot " + verb + " " + unit + ": it is over");
                    }
                    deed.to(unit);
                });
    }

    private void hold(LaunchHandle handle, String verb, Deed deed) throws LaunchException {
        UnitRef ref = UnitRef.of(handle);
        Failures.asking(
                "cannot " + verb + " " + ref,
                () -> {
                    try (HeldUnit unit = HeldUnit.of(ref, scopes.at(ref.scope()), state -> {})) {
                        deed.to(unit);
                        return ref;
                    }
                });
    }

    /** Sends a signal to the main process. */
    void signal(LaunchHandle handle, Signal signal) throws LaunchException {
        orderRunning(
                handle,
                "signal",
                unit -> unit.systemd().signalMain(unit.name(), unit.state(), signal));
    }

    @Override
    public void pause(LaunchHandle handle) throws LaunchException {
        order(
                handle,
                "pause",
                unit -> {
                    if (unit.state().runs()) {
                        unit.systemd().freeze(unit.name());
                    }
                });
    }

    @Override
    public void resume(LaunchHandle handle) throws LaunchException {
        order(
                handle,
                "resume",
                unit -> {
                    if (unit.state().frozen()) {
                        unit.systemd().thaw(unit.name());
                    }
                });
    }

    @Override
    public void reload(LaunchHandle handle) throws LaunchException {
        orderRunning(handle, "reload", UnitOrders::reload);
    }

    private static void reload(HeldUnit unit)
            throws BusException, InterruptedException, LaunchException {
        if (!unit.state().reloads()) {
            throw Failures.permanent(
                    unit
                            + " cannot reload: it has no ExecReload= and is not Type=notify-reload; give it one of these, or declare"
                            + " startup.reload_signal if its program reloads on a signal");
        }
        Job job = unit.systemd().reload(unit.name());
        if (!unit.await(now -> job.over(), RELOADED) || job.failed()) {
            throw Failures.transitory(
                    unit
                            + " has not reloaded: the job is '"
                            + job.word()
                            + "', its result '"
                            + unit.state().reloadResult()
                            + "', the unit "
                            + unit.state().describe()
                            + "; see journalctl -u "
                            + unit);
        }
    }

    @Override
    public Usage usage(LaunchHandle handle) throws LaunchException {
        UnitRef ref = UnitRef.of(handle);
        UnitState state =
                Failures.asking(
                        "cannot tell what " + ref + " uses",
                        () -> scopes.at(ref.scope()).glance(ref.name()));
        return ref.isOf(state) && state.runs() ? usage(state) : Usage.UNKNOWN;
    }

    private static Usage usage(UnitState state) {
        return new Usage(
                state.counter("MemoryCurrent"),
                state.counter("MemoryPeak"),
                state.counter("CPUUsageNSec"),
                state.counter("TasksCurrent"),
                state.counter("IOReadBytes"),
                state.counter("IOWriteBytes"));
    }
}
