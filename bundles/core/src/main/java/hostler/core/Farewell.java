package hostler.core;

import hostler.core.api.ServiceEvents.Subscription;
import hostler.core.api.ServiceId;
import hostler.core.api.ServiceStatus;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stops all services at the agent's end, dependents before what they depend on. They stay wanted:
 * the next agent starts them again.
 */
final class Farewell {
    /** So long all stops together may take; what is left then runs on. */
    static final Duration LIMIT = Duration.ofSeconds(30);

    private static final Logger LOG = LoggerFactory.getLogger(Farewell.class);

    /** Not every change of a status is an event; so often it is looked without one. */
    private static final long LOOK_MS = 50;

    private final Roster roster;
    private final EventLog events;

    Farewell(Roster roster, EventLog events) {
        this.roster = roster;
        this.events = events;
    }

    /** Returns when nothing runs any more, or the limit is reached. */
    void say(Duration limit) throws InterruptedException {
        LOG.info("stopping all services, because agent.stop_services_on_exit is set");
        long due = System.nanoTime() + limit.toNanos();
        Semaphore news = new Semaphore(0);
        Subscription subscription = events.subscribe(event -> news.release());
        try {
            roster.leave();
            while (!alive().isEmpty() && System.nanoTime() - due < 0) {
                news.tryAcquire(LOOK_MS, TimeUnit.MILLISECONDS);
                news.drainPermits();
            }
        } finally {
            subscription.close();
        }
        List<ServiceId> left = alive();
        if (!left.isEmpty()) {
            LOG.warn("not stopped within {}, and running on: {}", limit, left);
        }
    }

    private List<ServiceId> alive() {
        return roster.list().stream()
                .filter(status -> status.state().alive())
                .map(ServiceStatus::id)
                .toList();
    }
}
