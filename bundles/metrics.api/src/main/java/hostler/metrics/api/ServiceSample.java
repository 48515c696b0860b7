package hostler.metrics.api;

import hostler.core.api.ServiceId;
import java.time.Duration;
import java.time.Instant;

/**
 * What a service's whole tree of processes used of the machine at one pass.
 *
 * @param at when, a stamp only
 * @param running whether its main process was there; if not, everything else is nothing
 * @param cpuPercent of one processor, as top(1) shows it: more than 100 when it uses several. Since
 *     the pass before; when this launch is new since then, since its start
 * @param cpuTime of this launch, user and system; it never shrinks while the launch lives
 * @param residentBytes memory in RAM, what its processes share counted once for each
 * @param memoryPercent the same, of the machine's memory
 * @param processes how many it has
 */
public record ServiceSample(
        ServiceId service,
        Instant at,
        boolean running,
        double cpuPercent,
        Duration cpuTime,
        long residentBytes,
        double memoryPercent,
        int processes) {

    /** Of a service that does not run. */
    public static ServiceSample idle(ServiceId service, Instant at) {
        return new ServiceSample(service, at, false, 0, Duration.ZERO, 0, 0, 0);
    }
}
