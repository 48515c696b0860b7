package hostler.core.api;

import hostler.os.api.ExitRecord;
import hostler.os.api.ProcessIdentity;
import java.time.Instant;
import java.util.Optional;

/**
 * A service at one revision: immutable, complete, safe to keep.
 *
 * @param spec what it should be
 * @param desired what was commanded
 * @param state what is observed
 * @param reason why it is in this state, in one sentence: which evidence led to which action; never
 *     empty
 * @param launchId the launch that runs or ran last; empty when it never ran under this agent
 *     directory
 * @param process its main process while {@code state.alive()}
 * @param startedAt when that process really started
 * @param ready whether this launch has been ready, by its {@link Readiness}; a task never is
 * @param health what is believed of this launch
 * @param restarts restarts by recovery that count against the limit now
 * @param totalRestarts restarts by recovery since the service is known
 * @param lastExit how the launch before, or this one, ended
 * @param nextStart when it will be started again, while RESTARTING
 * @param removed its package.json has vanished
 * @param problem what is wrong with its package.json now, while an older good one stays in force
 * @param since when it came into this state
 * @param revision grows with every change of any service; order comes from it, never from stamps
 */
public record ServiceStatus(
        ServiceSpec spec,
        Desired desired,
        ServiceState state,
        String reason,
        Optional<String> launchId,
        Optional<ProcessIdentity> process,
        Optional<Instant> startedAt,
        boolean ready,
        Health health,
        int restarts,
        long totalRestarts,
        Optional<ExitRecord> lastExit,
        Optional<Instant> nextStart,
        boolean removed,
        Optional<String> problem,
        Instant since,
        long revision) {

    public ServiceId id() {
        return spec.id();
    }
}
