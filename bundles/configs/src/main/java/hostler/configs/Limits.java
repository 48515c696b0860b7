package hostler.configs;

import java.time.Duration;

/**
 * The bounds of what is read, kept and awaited.
 *
 * @param fileBytes the longest configuration file
 * @param versions how many versions of a service are kept
 * @param historyBytes how much the contents of these versions may take together; the newest two are
 *     always kept
 * @param soak how long a service is watched after a change, unless its package says otherwise
 */
record Limits(long fileBytes, int versions, long historyBytes, Duration soak) {}
