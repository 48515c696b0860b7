package hostler.health;

import hostler.health.api.HealthChange;
import hostler.health.api.HealthNotifier;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Hands changes to every notifier; a slow, hung or failing one delays nobody. */
final class Notifications implements AutoCloseable {
    private final List<Outbox> outboxes = new CopyOnWriteArrayList<>();

    void add(HealthNotifier notifier) {
        Outbox outbox = new Outbox(notifier);
        outboxes.add(outbox);
        outbox.open();
    }

    void remove(HealthNotifier notifier) {
        outboxes.stream().filter(outbox -> outbox.serves(notifier)).forEach(Outbox::close);
        outboxes.removeIf(outbox -> outbox.serves(notifier));
    }

    /** Tells a change; does not block. */
    void tell(HealthChange change) {
        outboxes.forEach(outbox -> outbox.put(change));
    }

    @Override
    public void close() {
        outboxes.forEach(Outbox::close);
        outboxes.clear();
    }
}
