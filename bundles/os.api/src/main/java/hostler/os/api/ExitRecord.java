package hostler.os.api;

import java.time.Instant;

/**
 * How a launch ended.
 *
 * @param launchId the order's launch id
 * @param status code, signal, or honestly unknown
 * @param at wall-clock time of the end, a stamp only
 * @param deadlineExceeded the keeper ended it because {@link SpawnOrder#killAfter()} had passed
 * @param verdict what its keeper says of the end beyond the status, for people: "systemd says
 *     oom-kill"; on one line, empty: nothing
 */
public record ExitRecord(
        String launchId, ExitStatus status, Instant at, boolean deadlineExceeded, String verdict) {

    /** An end of which the status says everything. */
    public ExitRecord(String launchId, ExitStatus status, Instant at, boolean deadlineExceeded) {
        this(launchId, status, at, deadlineExceeded, "");
    }

    /** The sentence shown to people: "killed by signal 9, systemd says oom-kill". */
    public String describe() {
        return verdict.isEmpty() ? status.describe() : status.describe() + ", " + verdict;
    }
}
