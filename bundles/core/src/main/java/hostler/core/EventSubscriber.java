package hostler.core;

import hostler.core.api.ServiceEvent;
import hostler.core.api.ServiceEvents;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One who listens to events: a bounded queue and a thread. */
final class EventSubscriber implements ServiceEvents.Subscription {
    private static final Logger LOG = LoggerFactory.getLogger(EventSubscriber.class);

    /** How many events may wait for a subscriber before the oldest are dropped. */
    static final int WAITING = 1_000;

    private final BlockingQueue<ServiceEvent> queue = new ArrayBlockingQueue<>(WAITING);
    private final Consumer<ServiceEvent> consumer;
    private final Consumer<EventSubscriber> onClose;
    private final Thread thread;

    /** Starts listening. */
    EventSubscriber(Consumer<ServiceEvent> consumer, Consumer<EventSubscriber> onClose) {
        this.consumer = consumer;
        this.onClose = onClose;
        this.thread = Thread.ofVirtual().name("hostler-events").start(this::deliver);
    }

    /** Queues an event; called by one thread at a time, never blocks. */
    void offer(ServiceEvent event) {
        while (!queue.offer(event)) {
            queue.poll();
        }
    }

    private void deliver() {
        try {
            while (true) {
                tell(queue.take());
            }
        } catch (InterruptedException e) {
            LOG.debug("subscription ended", e);
        }
    }

    private void tell(ServiceEvent event) {
        try {
            consumer.accept(event);
        } catch (RuntimeException | LinkageError e) {
            LOG.warn("a subscriber failed at event {} of {}", event.sequence(), event.service(), e);
        }
    }

    @Override
    public void close() {
        onClose.accept(this);
        thread.interrupt();
    }
}
