package hostler.launcher.systemd;

import hostler.core.api.ServiceSpec;
import hostler.launcher.api.LaunchException;
import hostler.launcher.systemd.bus.BusException;
import hostler.os.api.ExitRecord;
import hostler.os.api.ExitStatus;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Brings a unit up, until its main process is known. */
final class UnitStart {

    /**
     * Exit codes from here on are systemd's own: it did not come to the program, systemd.exec(5).
     */
    private static final int FIRST_OWN_CODE = 200;

    /** Those of them that say what is wrong with the unit, and not with the machine. */
    private static final Set<Integer> WRONG_ORDERS = Set.of(200, 203, 209, 216, 217, 222);

    private final Systemd systemd;
    private final UnitRef unit;
    private final TrackedUnit tracked;
    private final Duration patience;

    /** {@code patience} is how long it may take until there is a main process. */
    UnitStart(Systemd systemd, UnitRef unit, TrackedUnit tracked, Duration patience) {
        this.systemd = systemd;
        this.unit = unit;
        this.tracked = tracked;
        this.patience = patience;
    }

    /** Starts a unit that is there; one that runs already is joined. */
    MainProcess joined() throws BusException, InterruptedException, LaunchException {
        UnitState before = tracked.state();
        return before.runs() ? before.main().orElseThrow() : there();
    }

    /** Starts a unit that is there. */
    MainProcess there() throws BusException, InterruptedException, LaunchException {
        return up(tracked.state(), systemd.start(unit.name()));
    }

    /** Makes a transient unit. */
    MainProcess transitory(ServiceSpec spec, List<Setting> settings)
            throws BusException, InterruptedException, LaunchException {
        UnitState before = tracked.state();
        String description = "Hostler: " + spec.id().name();
        return up(before, systemd.startTransient(unit.name(), description, settings));
    }

    private MainProcess up(UnitState before, Job job)
            throws BusException, InterruptedException, LaunchException {
        // Of what its definition says no signal tells.
        systemd.refresh(tracked);
        boolean known = tracked.await(now -> ran(before, now, job) || told(job), patience);
        UnitState state = tracked.state();
        if (!known) {
            systemd.stop(unit.name());
            throw Failures.transitory(
                    "systemd has started no main process of "
                            + unit
                            + " within "
                            + patience
                            + "; it is "
                            + state.describe());
        }
        if (!fresh(before, state) || (job.failed() && neverRan(state))) {
            throw failed(job, state);
        }
        return state.main().orElseThrow();
    }

    /** Of {@code Type=exec} it is a main process once the program runs in it. */
    private static boolean ran(UnitState before, UnitState now, Job job) {
        return fresh(before, now) && (!now.type().equals("exec") || told(job));
    }

    private static boolean fresh(UnitState before, UnitState now) {
        return now.main().isPresent() && !now.main().equals(before.main());
    }

    private static boolean told(Job job) {
        return job.over() && !job.word().equals(Job.NOT_TOLD);
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
        return state.exit(unit.launchId()).map(ExitRecord::status).flatMap(UnitStart::code);
    }

    private static Optional<Integer> code(ExitStatus status) {
        return status instanceof ExitStatus.Exited(int code) ? Optional.of(code) : Optional.empty();
    }
}
