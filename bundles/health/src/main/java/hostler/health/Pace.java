package hostler.health;

import hostler.core.api.HealthCheck;
import hostler.core.api.ServiceId;
import java.time.Duration;

/**
 * When the checks of one launch are due: quickly until it is ready, then at a fixed rate whose
 * phase differs from service to service. Not thread-safe.
 */
final class Pace {
    /** The first wait while a launch is not ready. */
    static final Duration EARLY = Duration.ofMillis(500);

    private static final int PHASES = 64;

    private final long interval;
    private final long firstInterval;
    private long early = EARLY.toNanos();
    private boolean steady;

    Pace(HealthCheck check, ServiceId service) {
        interval = check.interval().toNanos();
        // Services that begin together (the agent's start, a dependency that came back) drift apart
        // after their first check: the second comes after half an interval to a whole one.
        int phase = Math.floorMod(service.hashCode(), PHASES);
        firstInterval = interval / 2 + interval / 2 / PHASES * phase;
    }

    /**
     * When the next check is due.
     *
     * @param due when the one before was due
     * @param now the time now; a beat of the fixed rate that has passed is left out, never made up
     *     for
     * @param ready whether the launch is ready
     */
    long next(long due, long now, boolean ready) {
        if (!ready) {
            long wait = Math.min(interval, early);
            early = Math.min(interval, early + early / 2);
            return now + wait;
        }
        long next = due + (steady ? interval : firstInterval);
        steady = true;
        return next > now ? next : next + Math.ceilDiv(now - next + 1, interval) * interval;
    }
}
