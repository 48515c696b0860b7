package hostler.os.api;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * What the keeper of a launch does beyond starting it and waiting for it.
 *
 * @param cgroup directory of a cgroup v2 that the process joins before its first instruction; the
 *     keeper itself stays outside
 * @param forks the started process is to leave a daemon behind and exit with code 0: the daemon is
 *     the main process then, see {@link BirthRecord#settled()}. Any other end is the end of the
 *     launch
 * @param pidFile where such a daemon writes its process id, absolute; a process that is not of this
 *     launch is not believed to be it. Empty: the one process that is left
 * @param notifySocket the keeper offers a socket for sd_notify(3) as {@code NOTIFY_SOCKET}, to
 *     which only processes of this launch are listened to
 * @param watchdog how long the service may be without a {@code WATCHDOG=1} there, offered as {@code
 *     WATCHDOG_USEC}; counts from the start, and begins anew with every such message
 */
public record KeeperDuties(
        Optional<Path> cgroup,
        boolean forks,
        Optional<Path> pidFile,
        boolean notifySocket,
        Optional<Duration> watchdog) {

    /** Nothing more. */
    public static final KeeperDuties NONE =
            new KeeperDuties(Optional.empty(), false, Optional.empty(), false, Optional.empty());
}
