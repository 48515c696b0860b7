package hostler.os.api;

import java.time.Instant;
import java.util.OptionalLong;

/**
 * What a keeper wrote before it let the new process run: who it is. It exists before the first
 * instruction of the service does, so a launch is recoverable whatever dies when. It is replaced
 * when another process becomes the main one: a daemon that was forked ({@link
 * KeeperDuties#forks()}), or who was named by {@code MAINPID=} (sd_notify(3)).
 *
 * @param launchId the order's launch id
 * @param process the service's main process
 * @param keeper the process that waits for it and is the root of its tree
 * @param at wall-clock time of the start, a stamp only
 * @param settled false while the main process is expected to leave a daemon behind and go
 * @param outputStart size of the output file when the process was given it: where the output of
 *     this launch begins; empty in the records of keepers before this was kept
 */
public record BirthRecord(
        String launchId,
        ProcessIdentity process,
        ProcessIdentity keeper,
        Instant at,
        boolean settled,
        OptionalLong outputStart) {

    /** Of a launch whose main process is there to stay. */
    public BirthRecord(
            String launchId, ProcessIdentity process, ProcessIdentity keeper, Instant at) {
        this(launchId, process, keeper, at, true, OptionalLong.empty());
    }
}
