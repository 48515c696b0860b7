package hostler.cli.fleet;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Ctrl-C, or SIGTERM, as a wish: what is under way is finished, nothing more is begun, and the
 * summary is printed before the process ends (with 130 or 143, as the JVM has it).
 */
final class Interrupt implements AutoCloseable {
    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch finished = new CountDownLatch(1);
    private final Runnable notice;
    private final Thread hook = new Thread(this::stop, "interrupt");

    /**
     * @param notice what is called once somebody asks, on a thread of its own
     */
    Interrupt(Runnable notice) {
        this.notice = notice;
    }

    /** From now on the process does not end before {@link #close}. */
    Interrupt arm() {
        Runtime.getRuntime().addShutdownHook(hook);
        return this;
    }

    private void stop() {
        ask();
        try {
            finished.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Wishes it. */
    void ask() {
        asked.countDown();
        notice.run();
    }

    boolean asked() {
        return asked.getCount() == 0;
    }

    /** Waits that long, or until somebody asks. */
    void pause(Duration time) {
        try {
            var _ = asked.await(time.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            asked.countDown();
        }
    }

    @Override
    public void close() {
        finished.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The process is ending, and that is why this is closed.
        }
    }
}
