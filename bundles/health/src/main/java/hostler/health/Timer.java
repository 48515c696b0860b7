package hostler.health;

import java.time.Duration;

/** Monotonic time, and what is due in it. */
interface Timer extends AutoCloseable {

    /** Now, in nanoseconds from an arbitrary origin; only differences mean something. */
    long nanos();

    /**
     * Runs a task later, on the timer's one thread: it must not block.
     *
     * @param delay zero or less: at once
     */
    Task after(Duration delay, Runnable task);

    /** Drops whatever is due; idempotent. */
    @Override
    void close();

    /** A task that is due. */
    interface Task {

        /** Takes it back when it has not begun yet; idempotent. */
        void cancel();
    }
}
