package hostler.health;

import hostler.health.api.HealthChange;
import hostler.health.api.HealthNotifier;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The queue in front of one notifier, and the thread that empties it. */
final class Outbox implements AutoCloseable {
    /** How many changes wait for a notifier; then the oldest are dropped. */
    static final int CAPACITY = 1_000;

    private static final Logger LOG = LoggerFactory.getLogger(Outbox.class);

    private final HealthNotifier notifier;
    private final BlockingQueue<HealthChange> waiting = new ArrayBlockingQueue<>(CAPACITY);
    private final Thread thread;
    private long dropped;

    Outbox(HealthNotifier notifier) {
        this.notifier = notifier;
        this.thread =
                Thread.ofVirtual()
                        .name("notifier-" + notifier.getClass().getName())
                        .unstarted(this::deliver);
    }

    void open() {
        thread.start();
    }

    boolean serves(HealthNotifier other) {
        return notifier.equals(other);
    }

    /** Adds a change; when the queue is full, in place of the oldest. */
    synchronized void put(HealthChange change) {
        while (!waiting.offer(change)) {
            if (waiting.poll() != null && dropped++ == 0) {
                LOG.warn(
                        "notifier {} is behind: {} changes wait, the oldest are dropped",
                        notifier.getClass().getName(),
                        CAPACITY);
            }
        }
    }

    private void deliver() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                hand(waiting.take());
                noteWhenCaughtUp();
            }
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    private void hand(HealthChange change) {
        try {
            notifier.changed(change);
        } catch (RuntimeException | LinkageError e) {
            LOG.warn(
                    "notifier {} failed on the change of {}",
                    notifier.getClass().getName(),
                    change.service(),
                    e);
        }
    }

    private synchronized void noteWhenCaughtUp() {
        if (dropped > 0 && waiting.isEmpty()) {
            LOG.warn(
                    "notifier {} caught up; {} changes were dropped",
                    notifier.getClass().getName(),
                    dropped);
            dropped = 0;
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
