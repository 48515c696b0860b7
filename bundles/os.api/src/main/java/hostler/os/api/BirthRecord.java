package hostler.os.api;

import java.time.Instant;

/**
 * What a keeper wrote before it let the new process run: who it is. It exists before the first
 * instruction of the service does, so a launch is recoverable whatever dies when.
 *
 * @param launchId the order's launch id
 * @param process the service's main process
 * @param keeper the process that waits for it and is the root of its tree
 * @param at wall-clock time of the start, a stamp only
 */
public record BirthRecord(
        String launchId, ProcessIdentity process, ProcessIdentity keeper, Instant at) {}
