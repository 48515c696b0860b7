package hostler.os.api;

import java.time.Instant;

/**
 * How a launch ended.
 *
 * @param launchId the order's launch id
 * @param status code, signal, or honestly unknown
 * @param at wall-clock time of the end, a stamp only
 * @param deadlineExceeded the keeper ended it because {@link SpawnOrder#killAfter()} had passed
 */
public record ExitRecord(
        String launchId, ExitStatus status, Instant at, boolean deadlineExceeded) {}
