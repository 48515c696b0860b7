package hostler.etcd;

import java.time.Duration;

/**
 * How long an answer is waited for before anybody worries: as long as answers have been taking
 * lately, and a good deal; the arithmetic is that of TCP's retransmission timer (RFC 6298). Safe
 * for many threads.
 */
final class Patience {
    private static final double MEAN_WEIGHT = 0.125;
    private static final double DEVIATION_WEIGHT = 0.25;
    private static final int DEVIATIONS = 4;

    /** More than a disk that hesitates takes. */
    private static final Duration LEAST = Duration.ofMillis(500);

    private static final Duration FIRST = Duration.ofSeconds(1);

    private final long most;

    /** Guarded by this; 0: nothing was answered yet. */
    private double mean;

    /** Guarded by this. */
    private double deviation;

    /**
     * @param most never longer than this
     */
    Patience(Duration most) {
        this.most = most.toNanos();
    }

    /** An answer took this long. */
    synchronized void answered(long nanos) {
        if (mean == 0) {
            mean = nanos;
            deviation = nanos / 2.0;
        } else {
            deviation += DEVIATION_WEIGHT * (Math.abs(nanos - mean) - deviation);
            mean += MEAN_WEIGHT * (nanos - mean);
        }
    }

    /** How long to wait now. */
    synchronized long nanos() {
        long usual =
                mean == 0
                        ? FIRST.toNanos()
                        : Math.max(LEAST.toNanos(), (long) (mean + DEVIATIONS * deviation));
        return Math.min(usual, most);
    }
}
