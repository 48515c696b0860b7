package hostler.os.linux;

import hostler.os.api.SpawnException;
import hostler.os.api.SpawnException.Kind;
import hostler.os.api.SpawnOrder;
import java.util.Set;

/**
 * Why a launch failed: the step and errno(3).
 *
 * @param stage what was being done
 * @param errno what the kernel said
 */
record LaunchFailure(Stage stage, int errno) {

    /** Shortages that pass; everything else stays wrong until somebody changes it. */
    private static final Set<Integer> PASSING =
            Set.of(
                    Errno.EAGAIN,
                    Errno.ENOMEM,
                    Errno.ENFILE,
                    Errno.EMFILE,
                    Errno.ETXTBSY,
                    Errno.ENOSPC);

    /** What comes next has another keeper, and another group. */
    private static final Set<Stage> OTHERWISE_NEXT_TIME =
            Set.of(Stage.WITHDRAWN, Stage.JOIN_CGROUP, Stage.DISMISSED);

    /** The exception for it; looks at the files that are named, to say what is wrong with them. */
    SpawnException toException(SpawnOrder order) {
        return new SpawnException(
                kind(), "cannot start " + order.executable() + ": " + reason(order));
    }

    private Kind kind() {
        return PASSING.contains(errno) || OTHERWISE_NEXT_TIME.contains(stage)
                ? Kind.TRANSIENT
                : Kind.PERMANENT;
    }

    private String reason(SpawnOrder order) {
        return switch (stage) {
            case EXEC -> new ProgramFile(order.executable()).whyNot(errno);
            case SET_LIMITS -> "cannot " + stage.attempt(order) + ": " + whyNoLimit();
            case WITHDRAWN, DISMISSED -> "cannot " + stage.attempt(order);
            default -> "cannot " + stage.attempt(order) + ": " + Errno.describe(errno);
        };
    }

    /* setrlimit(2): even root needs the capability, which containers often do not have. */
    private String whyNoLimit() {
        return errno == Errno.EPERM
                ? Errno.describe(errno)
                        + "; only with CAP_SYS_RESOURCE can an agent raise a hard limit of its own,"
                        + " and NOFILE never above /proc/sys/fs/nr_open"
                : Errno.describe(errno);
    }
}
