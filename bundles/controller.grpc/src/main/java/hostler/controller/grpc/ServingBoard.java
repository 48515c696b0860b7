package hostler.controller.grpc;

import hostler.core.api.ServiceEvent;
import hostler.core.api.ServiceEvents;
import hostler.core.api.ServiceId;
import hostler.core.api.ServiceRegistry;
import hostler.core.api.ServiceState;
import hostler.core.api.ServiceStatus;
import hostler.core.api.Verdict;
import io.grpc.BindableService;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.protobuf.services.HealthStatusManager;
import java.util.HashSet;
import java.util.Set;

/**
 * {@code grpc.health.v1.Health}: the agent under the empty name, every service under its own,
 * SERVING while it runs and is not critical. Kept current by events.
 */
final class ServingBoard implements AutoCloseable {
    private final HealthStatusManager board = new HealthStatusManager();
    private final ServiceRegistry registry;
    private final ServiceEvents.Subscription subscription;

    /** What is on the board; guarded by this, as is the order in which statuses get there. */
    private final Set<ServiceId> shown = new HashSet<>();

    private long lastSequence;

    ServingBoard(ServiceRegistry registry, ServiceEvents events) {
        this.registry = registry;
        this.subscription = events.subscribe(this::happened);
        showAll();
    }

    BindableService service() {
        return board.getHealthService();
    }

    private synchronized void happened(ServiceEvent event) {
        boolean missedSome = lastSequence != 0 && event.sequence() != lastSequence + 1;
        lastSequence = event.sequence();
        if (missedSome) {
            showAll();
        } else {
            show(event.service());
        }
    }

    private synchronized void showAll() {
        Set<ServiceId> known = new HashSet<>(shown);
        registry.list().forEach(status -> known.add(status.id()));
        known.forEach(this::show);
    }

    /** Asks the registry rather than the event, which may be older than what is shown. */
    private synchronized void show(ServiceId id) {
        registry.find(id)
                .ifPresentOrElse(
                        status -> {
                            shown.add(id);
                            board.setStatus(id.name(), serving(status));
                        },
                        () -> {
                            shown.remove(id);
                            board.clearStatus(id.name());
                        });
    }

    private static ServingStatus serving(ServiceStatus status) {
        return status.state() == ServiceState.RUNNING
                        && status.health().verdict() != Verdict.CRITICAL
                ? ServingStatus.SERVING
                : ServingStatus.NOT_SERVING;
    }

    /** Tells those who watch that nothing serves here any more. */
    @Override
    public void close() {
        subscription.close();
        board.enterTerminalState();
    }
}
