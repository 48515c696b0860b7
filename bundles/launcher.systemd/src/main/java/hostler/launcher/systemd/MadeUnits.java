package hostler.launcher.systemd;

import hostler.core.api.ServiceSpec;
import hostler.launcher.api.LaunchException;
import hostler.launcher.api.StopOrder;
import hostler.launcher.systemd.bus.BusException;
import hostler.os.api.Signal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Units that are made from a package, and taken away again. */
final class MadeUnits implements UnitSource {

    /** Systemd drops a unit in the round after the one in which it came to rest. */
    private static final Duration DROPPED = Duration.ofSeconds(10);

    private final LaunchMarks marks;
    private final Requirements requirements;
    private final UnitFile file;

    MadeUnits(LaunchMarks marks, Requirements requirements, UnitFile file) {
        this.marks = marks;
        this.requirements = requirements;
        this.file = file;
    }

    @Override
    public void check(ServiceSpec spec, UnitRef unit) throws LaunchException {
        requirements.check(spec, unit.scope());
        if (unit.mode() == CreateMode.FILE) {
            file.check(unit.scope());
        }
    }

    @Override
    public MainProcess start(ServiceSpec spec, HeldUnit unit)
            throws BusException, InterruptedException, LaunchException {
        UnitStart start = new UnitStart(unit, spec);
        makeRoom(unit);
        List<Setting> settings = settings(spec, unit.ref());
        if (unit.ref().mode() == CreateMode.TRANSIENT) {
            return start.transitory(settings);
        }
        file.write(spec, unit.ref(), settings);
        unit.systemd().reloadFiles();
        return start.there();
    }

    /** What the unit needs on disk is there when this returns. */
    private List<Setting> settings(ServiceSpec spec, UnitRef unit) throws LaunchException {
        Path log = spec.logging().file().toAbsolutePath();
        try {
            Files.createDirectories(log.resolveSibling("").normalize());
        } catch (IOException e) {
            throw new LaunchException(
                    LaunchException.Kind.TRANSIENT,
                    "cannot create the directory of " + log + ": " + e.getMessage(),
                    e);
        }
        Optional<Path> secrets =
                unit.scope().system()
                        ? marks.environment(unit, spec.startup().environment())
                        : Optional.empty();
        return UnitSettings.of(
                spec, unit.launchId(), requirements.user(spec.startup(), unit.scope()), secrets);
    }

    /**
     * Makes room for a new unit: what an earlier launch left of it goes.
     *
     * @throws LaunchException when a unit of this name is there that was not made here
     */
    private void makeRoom(HeldUnit unit)
            throws BusException, InterruptedException, LaunchException {
        UnitState state = unit.systemd().glance(unit.name());
        if (!state.loaded()) {
            return;
        }
        String maker = state.cookie();
        UnitRef earlier = unit.ref().ofLaunch(maker);
        if (maker.isEmpty() || !marks.begun(earlier)) {
            throw Failures.permanent(
                    "startup.service_name: there is a unit "
                            + unit
                            + " that was not made by this agent; systemd.create: never starts and"
                            + " stops it as it is, another startup.service_name leaves it alone");
        }
        HeldUnit left = new HeldUnit(earlier, unit.systemd(), unit.tracked());
        new UnitStop(left).end(new StopOrder(Signal.TERM, state.stopTimeout().orElse(DROPPED)));
        drop(left);
        left.await(now -> !now.loaded(), DROPPED);
    }

    /** Ends what an ended main process has left behind, and with it what systemd knows of it. */
    void endWhatIsLeft(HeldUnit unit) throws BusException, InterruptedException, LaunchException {
        if (!unit.state().atRest()) {
            unit.systemd().killAll(unit.name());
            drop(unit);
        }
    }

    /** Takes a unit away that is over. */
    void drop(HeldUnit unit) throws BusException, InterruptedException, LaunchException {
        if (unit.state().active()) {
            unit.systemd().stop(unit.name());
            unit.await(UnitState::atRest, DROPPED);
        }
        if (unit.state().loaded()) {
            unit.systemd().clearFailure(unit.name());
        }
        if (unit.ref().mode() == CreateMode.FILE) {
            file.remove(unit.ref());
            unit.systemd().reloadFiles();
        }
    }
}
