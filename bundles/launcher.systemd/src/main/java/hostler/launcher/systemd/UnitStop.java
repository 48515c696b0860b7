package hostler.launcher.systemd;

import hostler.launcher.api.LaunchException;
import hostler.launcher.api.StopOrder;
import hostler.launcher.systemd.bus.BusException;
import hostler.os.api.Signal;
import java.time.Duration;
import java.util.Optional;

/** Ends a unit: its signal, the grace, then a kill of everything that is left. */
final class UnitStop {

    /** How long the kernel may take to end what was killed. */
    private static final Duration KILL_DEADLINE = Duration.ofSeconds(10);

    private final HeldUnit unit;

    UnitStop(HeldUnit unit) {
        this.unit = unit;
    }

    /** Returns when nothing of it runs. */
    void end(StopOrder order) throws BusException, InterruptedException, LaunchException {
        if (unit.state().atRest()) {
            return;
        }
        if (unit.state().frozen()) {
            unit.systemd().thaw(unit.name());
        }
        if (unit.ref().mode().makes() && unit.state().runs()) {
            endMain(order);
        }
        Duration grace = grace(order);
        unit.systemd().stop(unit.name());
        if (!unit.await(UnitState::atRest, grace)) {
            kill(grace);
        }
    }

    /**
     * The main process has the whole grace for itself. To systemd it would not: of one that is not
     * its child (sd_notify(3), MAINPID) it awaits nothing.
     */
    private void endMain(StopOrder order) throws BusException, InterruptedException {
        unit.systemd().killMain(unit.name(), unit.state(), order.signal());
        unit.systemd().killMain(unit.name(), unit.state(), Signal.CONT);
        if (!unit.await(now -> !now.runs(), order.grace())) {
            unit.systemd().killAll(unit.name());
        }
    }

    /** An adopted unit's own definition may give it longer: a database knows why. */
    private Duration grace(StopOrder order) {
        Optional<Duration> own =
                unit.ref().mode().makes() ? Optional.empty() : unit.state().stopTimeout();
        return own.filter(time -> time.compareTo(order.grace()) > 0).orElse(order.grace());
    }

    private void kill(Duration grace) throws BusException, InterruptedException, LaunchException {
        if (!unit.ref().mode().makes() && unit.state().stopTimeout().isEmpty()) {
            throw Failures.transitory(
                    unit
                            + " has not stopped within "
                            + grace
                            + ", and its TimeoutStopSec=infinity forbids to kill it");
        }
        unit.systemd().killAll(unit.name());
        if (!unit.await(UnitState::atRest, KILL_DEADLINE)) {
            throw Failures.transitory(
                    unit
                            + " was killed and is still "
                            + unit.state().describe()
                            + ": a process of it is uninterruptible, see systemctl status "
                            + unit);
        }
    }
}
