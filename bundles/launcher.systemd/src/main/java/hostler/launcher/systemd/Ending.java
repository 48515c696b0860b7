package hostler.launcher.systemd;

import hostler.os.api.ExitStatus;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * How a process of a unit ended, as systemd remembers it.
 *
 * @param code the {@code si_code} of waitid(2)
 * @param status the exit code, or the signal
 * @param atUsec when, in microseconds of the wall clock
 */
record Ending(long code, int status, long atUsec) {

    /** CLD_EXITED, CLD_KILLED and CLD_DUMPED of waitid(2). */
    private static final long EXITED = 1;

    private static final long KILLED = 2;
    private static final long DUMPED = 3;

    ExitStatus how() {
        if (code == EXITED) {
            return new ExitStatus.Exited(status);
        }
        return code == KILLED || code == DUMPED
                ? new ExitStatus.Killed(status, code == DUMPED)
                : new ExitStatus.Unknown();
    }

    Instant at() {
        return Instant.EPOCH.plus(atUsec, ChronoUnit.MICROS);
    }
}
