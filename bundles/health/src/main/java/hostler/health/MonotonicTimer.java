package hostler.health;

import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** The timer of the running agent: one daemon thread on the kernel's monotonic clock. */
final class MonotonicTimer implements Timer {
    private final ScheduledThreadPoolExecutor executor;

    MonotonicTimer() {
        executor =
                new ScheduledThreadPoolExecutor(
                        1, Thread.ofPlatform().daemon().name("health-timer").factory());
        // A service that is stopped must not stay reachable until its next check was due.
        executor.setRemoveOnCancelPolicy(true);
        // A check that ends while the agent shuts down schedules in vain, and need not know.
        executor.setRejectedExecutionHandler(new ThreadPoolExecutor.DiscardPolicy());
    }

    @Override
    public long nanos() {
        return System.nanoTime();
    }

    @Override
    public Task after(Duration delay, Runnable task) {
        ScheduledFuture<?> due = executor.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
        return () -> due.cancel(false);
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }
}
