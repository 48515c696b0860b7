package hostler.core;

import hostler.core.api.ServiceEvent;
import hostler.core.api.ServiceEvents;
import hostler.core.api.ServiceId;
import hostler.core.api.ServiceStatus;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/** The newest events of every service, and those who listen to them. */
final class EventLog implements ServiceEvents, AutoCloseable {

    /** How many events of one service are kept. */
    static final int KEPT = 100;

    private final Ticker ticker;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<ServiceId, Deque<ServiceEvent>> kept = new HashMap<>();
    private final Set<EventSubscriber> subscribers = ConcurrentHashMap.newKeySet();
    private long sequence;

    EventLog(Ticker ticker) {
        this.ticker = ticker;
    }

    /** Adds an event; does not block, whatever the subscribers do. */
    void append(ServiceEvent.Kind kind, String message, ServiceStatus status) {
        lock.lock();
        try {
            ServiceEvent event = new ServiceEvent(++sequence, ticker.now(), kind, message, status);
            Deque<ServiceEvent> events =
                    kept.computeIfAbsent(status.id(), first -> new ArrayDeque<>());
            if (events.size() == KEPT) {
                events.removeFirst();
            }
            events.addLast(event);
            // Under the lock, so that every subscriber hears them in order.
            subscribers.forEach(subscriber -> subscriber.offer(event));
        } finally {
            lock.unlock();
        }
    }

    /** Drops what is kept of a service that is not known any more. */
    void forget(ServiceId id) {
        lock.lock();
        try {
            kept.remove(id);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public List<ServiceEvent> history(ServiceId id, int limit) {
        lock.lock();
        try {
            Deque<ServiceEvent> events = kept.getOrDefault(id, new ArrayDeque<>());
            return events.stream().skip(Math.max(0L, events.size() - Math.max(0, limit))).toList();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public Subscription subscribe(Consumer<ServiceEvent> consumer) {
        EventSubscriber subscriber = new EventSubscriber(consumer, subscribers::remove);
        subscribers.add(subscriber);
        return subscriber;
    }

    @Override
    public void close() {
        subscribers.forEach(EventSubscriber::close);
    }
}
