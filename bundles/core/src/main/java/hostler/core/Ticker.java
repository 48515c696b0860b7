package hostler.core;

import java.time.Duration;
import java.time.Instant;

/** Time, as supervision sees it; tests turn it by hand. */
interface Ticker {

    /** Monotonic nanoseconds from an arbitrary origin; the only base of durations. */
    long nanos();

    /** The wall clock; for stamps only. */
    Instant now();

    /**
     * Runs a task once after a delay, on the ticker's own thread: it must not block. A delay that
     * is not positive means as soon as possible.
     */
    Timer schedule(Duration delay, Runnable task);

    /** A task that is due in the future. */
    @FunctionalInterface
    interface Timer {
        /** Forgets the task, unless it runs or ran already; idempotent. */
        void cancel();
    }
}
