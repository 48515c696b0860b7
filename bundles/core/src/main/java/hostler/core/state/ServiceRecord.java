package hostler.core.state;

import hostler.core.api.Desired;
import hostler.core.api.ServiceId;
import hostler.launcher.api.LaunchHandle;
import hostler.os.api.ExitRecord;
import java.util.Optional;

/**
 * What is remembered of a service.
 *
 * @param id whose record it is
 * @param desired what was last commanded; empty: nobody has said anything yet
 * @param commandedBy who said so; empty when nobody did
 * @param handle how to find its current or last launch again
 * @param restarts restarts by recovery that counted against the limit
 * @param totalRestarts restarts by recovery since the service is known
 * @param lastExit how its last launch ended
 */
public record ServiceRecord(
        ServiceId id,
        Optional<Desired> desired,
        String commandedBy,
        Optional<LaunchHandle> handle,
        int restarts,
        long totalRestarts,
        Optional<ExitRecord> lastExit) {

    /** The record of a service that nobody commanded and that never ran. */
    public static ServiceRecord unknown(ServiceId id) {
        return new ServiceRecord(
                id, Optional.empty(), "", Optional.empty(), 0, 0, Optional.empty());
    }
}
