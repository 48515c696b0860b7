package hostler.configs;

import hostler.core.api.ServiceEvent;
import hostler.core.api.ServiceEvents;
import hostler.core.api.ServiceId;
import hostler.core.api.ServiceState;
import hostler.core.api.ServiceStatus;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells services that their files are the old ones again, after a change that the agent's end broke
 * off. What a service is can be known only some time after the agent's start.
 */
final class Aftercare implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Aftercare.class);

    private final Doors doors;
    private final Effects effects;
    private final Map<ServiceId, Case> open = new ConcurrentHashMap<>();
    private ServiceEvents.@Nullable Subscription subscription;

    Aftercare(Doors doors, Effects effects) {
        this.doors = doors;
        this.effects = effects;
    }

    private record Case(Intent intent, Runnable whenTold) {}

    /**
     * Adds a service that is to be told; before {@link #begin}.
     *
     * @param whenTold runs once it is, or need not be
     */
    void add(ServiceId id, Intent intent, Runnable whenTold) {
        open.put(id, new Case(intent, whenTold));
    }

    /** Tells whoever is known already, and the others when they are. */
    void begin() {
        if (!open.isEmpty()) {
            subscription = doors.events().subscribe(this::take);
            open.keySet().forEach(id -> doors.registry().find(id).ifPresent(this::look));
        }
    }

    /** Whether a service has yet to be told; another change is told by its own rules. */
    void forget(ServiceId id) {
        open.remove(id);
    }

    private void take(ServiceEvent event) {
        look(event.status());
    }

    private void look(ServiceStatus status) {
        if (status.state() == ServiceState.UNKNOWN) {
            return;
        }
        Case found = open.remove(status.id());
        if (found != null) {
            tell(found, status);
        }
    }

    private void tell(Case found, ServiceStatus status) {
        try {
            var _ =
                    effects.giveBack(
                            found.intent(),
                            Optional.of(status),
                            found.intent().by() + ", whose change was broken off and is put back");
            found.whenTold().run();
        } catch (InterruptedException e) {
            LOG.info("{}: broken off", status.id(), e);
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        if (subscription != null) {
            subscription.close();
        }
    }
}
