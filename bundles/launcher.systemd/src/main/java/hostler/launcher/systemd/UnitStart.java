package hostler.launcher.systemd;

import hostler.core.api.ServiceKind;
import hostler.core.api.ServiceSpec;
import hostler.launcher.api.LaunchException;
import hostler.launcher.systemd.bus.BusException;
import hostler.os.api.ExitRecord;
import hostler.os.api.ExitStatus;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** Brings a unit up, until its main process is known. */
final class UnitStart {

    /**
     * Exit codes from here on are systemd's own: it did not come to the program, systemd.exec(5).
     */
    private static final int FIRST_OWN_CODE = 200;

    /** Those of them that say what is wrong with the unit, and not with the machine. */
    private static final Set<Integer> WRONG_ORDERS = Set.of(200, 203, 209, 216, 217, 222);

    private final HeldUnit unit;
    private final ServiceSpec spec;

    /** Its {@code startup.timeout} is how long it may take until there is a main process. */
    UnitStart(HeldUnit unit, ServiceSpec spec) {
        this.unit = unit;
        this.spec = spec;
    }

    /** Starts a unit that is there; one that runs already is joined. */
    MainProcess joined() throws BusException, InterruptedException, LaunchException {
        UnitState before = unit.state();
        return before.runs() && suffices(before) ? before.main().orElseThrow() : there();
    }

    /** Starts a unit that is there. */
    MainProcess there() throws BusException, InterruptedException, LaunchException {
        return up(unit.state(), unit.systemd().start(unit.name()));
    }

    /** Makes a transient unit. */
    MainProcess transitory(List<Setting> settings)
            throws BusException, InterruptedException, LaunchException {
        UnitState before = unit.state();
        String description = "Hostler: " + spec.id().name();
        return up(before, unit.systemd().startTransient(unit.name(), description, settings));
    }

    private MainProcess up(UnitState before, Job job)
            throws BusException, InterruptedException, LaunchException {
        // Of what its definition says no signal tells.
        unit.systemd().refresh(unit.tracked());
        awaitMain(now -> ran(before, now, job) || now.forks() || isOver(now, job));
        if (!fresh(before, unit.state())) {
            // Nor of who is to leave its daemon behind.
            unit.systemd().refresh(unit.tracked());
            awaitMain(now -> ran(before, now, job) || isOver(now, job));
        }
        UnitState state = unit.state();
        if (!fresh(before, state) || (!job.done() && neverRan(state))) {
            throw failed(job, state);
        }
        return state.main().orElseThrow();
    }

    private void awaitMain(Predicate<UnitState> condition)
            throws BusException, InterruptedException, LaunchException {
        if (!unit.await(condition, spec.startup().timeout())) {
            throw late();
        }
    }

    /**
     * Of {@code Type=exec} it is a main process once the program runs in it: then the unit is
     * active, whether its job was heard of or not.
     */
    private boolean ran(UnitState before, UnitState now, Job job) {
        return fresh(before, now)
                && (!now.type().equals("exec") || now.active() || isOver(now, job));
    }

    private boolean fresh(UnitState before, UnitState now) {
        return suffices(now) && !now.main().equals(before.main());
    }

    /** A package that does not speak of a daemon means one that is there. */
    private boolean suffices(UnitState now) {
        return spec.startup().kind() instanceof ServiceKind.Forking
                ? now.main().isPresent()
                : now.namesMain();
    }

    private LaunchException late() throws BusException, InterruptedException {
        UnitState state = unit.state();
        unit.systemd().stop(unit.name());
        return Failures.transitory(
                "systemd has started no main process of "
                        + unit
                        + " within "
                        + spec.startup().timeout()
                        + "; it is "
                        + state.describe());
    }

    /** Where the connection was lost nobody tells of the job; then the unit does. */
    private static boolean isOver(UnitState now, Job job) {
        return job.over() && (!job.word().equals(Job.NOT_TOLD) || now.atRest());
    }

    private boolean neverRan(UnitState state) {
        return status(state).filter(code -> code >= FIRST_OWN_CODE).isPresent();
    }

    private LaunchException failed(Job job, UnitState state) {
        String message =
                "systemd cannot start "
                        + unit
                        + ": the job ended as '"
                        + job.word()
                        + "', the unit is "
                        + state.describe()
                        + status(state).map(code -> ", exit code " + code).orElse("")
                        + " without a main process; see journalctl -u "
                        + unit;
        return status(state).filter(WRONG_ORDERS::contains).isPresent()
                ? Failures.permanent(message)
                : Failures.transitory(message);
    }

    private Optional<Integer> status(UnitState state) {
        return state.exit(unit.ref().launchId()).map(ExitRecord::status).flatMap(UnitStart::code);
    }

    private static Optional<Integer> code(ExitStatus status) {
        return status instanceof ExitStatus.Exited(int code) ? Optional.of(code) : Optional.empty();
    }
}
