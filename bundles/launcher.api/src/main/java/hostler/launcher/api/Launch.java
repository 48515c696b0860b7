package hostler.launcher.api;

import hostler.os.api.ProcessIdentity;
import java.time.Instant;

/**
 * A service that runs.
 *
 * @param handle how to find it again
 * @param process its main process
 * @param startedAt when that process really started
 */
public record Launch(LaunchHandle handle, ProcessIdentity process, Instant startedAt) {}
