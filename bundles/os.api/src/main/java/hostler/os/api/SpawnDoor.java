package hostler.os.api;

import java.nio.file.Path;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The only place where a process is started. Each process gets a keeper of its own (a small native
 * program) that detaches from the agent, sets the process up exactly as ordered in a session of its
 * own, adopts its orphans, and writes how it ended. Neither needs the agent to be alive.
 */
@ProviderType
public interface SpawnDoor {

    /**
     * Starts a process; returns when it runs (after a successful exec) and its {@link BirthRecord}
     * is written. Blocks for some milliseconds; any thread may call.
     *
     * @throws SpawnException when it cannot be started, with the step and the reason; nothing was
     *     left running
     */
    BirthRecord spawn(SpawnOrder order) throws SpawnException;

    /**
     * Starts a process whose output the caller reads, and which ends with the agent. For the rest
     * as {@link #spawn}; it takes some hundred microseconds longer.
     *
     * @param order with {@link Output.Attached}
     * @return what the caller closes
     * @throws SpawnException as {@link #spawn} does
     */
    AttachedLaunch attach(SpawnOrder order) throws SpawnException;

    /** The birth record of a launch, or empty when the keeper never came to write one. */
    Optional<BirthRecord> birth(Path records, String launchId);

    /** The exit record of a launch, or empty while it runs or when its keeper was killed. */
    Optional<ExitRecord> exit(Path records, String launchId);

    /**
     * Whether the keeper of a launch has written, as its last word, that nothing of the launch
     * lives. False says nothing: it may be at it, or was killed.
     */
    boolean over(Path records, String launchId);

    /**
     * What a launch with {@link KeeperDuties#notifySocket()} has said; empty while it has said
     * nothing. The record {@code <launchId>.notify} appears by rename, with every message that says
     * something new.
     */
    Optional<NotifyRecord> notices(Path records, String launchId);

    /** Removes all its records; for a launch that nobody will ask about again. */
    void forget(Path records, String launchId);
}
