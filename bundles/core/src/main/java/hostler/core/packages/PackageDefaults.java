package hostler.core.packages;

import hostler.core.api.Recovery;
import java.nio.file.Path;
import java.time.Duration;

/**
 * What the agent's configuration says about everything a package.json leaves open.
 *
 * @param workspace absolute path of the directory that is looked through
 * @param logDirectory absolute path of the directory services write their output to
 * @param autostart whether a service starts when nobody has said anything about it yet
 * @param checkInterval time from the start of one check to the start of the next
 * @param checkTimeout how long one check may take
 * @param checkRetries so many failures in a row make a service critical; at least 1
 * @param recovery when a service that failed is brought back
 * @param logMaxBytes cap on what is kept of a service's output
 * @param logMaxFiles how many rotated files may be kept of it
 */
public record PackageDefaults(
        Path workspace,
        Path logDirectory,
        boolean autostart,
        Duration checkInterval,
        Duration checkTimeout,
        int checkRetries,
        Recovery recovery,
        long logMaxBytes,
        int logMaxFiles) {}
