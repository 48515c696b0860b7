package hostler.cli.fleet;

import hostler.cli.rpc.AgentClient;
import hostler.cli.rpc.Replies;
import hostler.cli.rpc.RpcException;
import hostler.cli.view.States;
import hostler.proto.pb.HealthStatus;
import hostler.proto.pb.ListHealthStatusesResp;
import hostler.proto.pb.ServiceHealth;
import hostler.proto.v1.Event;
import hostler.proto.v1.WatchEventsRequest;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a change on one agent has to pass: every service that was touched is healthy. One that was
 * not healthy before may stay degraded; one of which nothing was known before (a task, a service
 * that is stopped) may stay unknown; none may be unhealthy.
 *
 * @param before the health of the touched services before the change
 */
record HealthGate(Map<String, HealthStatus> before) {
    HealthGate {
        before = Map.copyOf(before);
    }

    static HealthGate of(Collection<String> services, ListHealthStatusesResp health) {
        Map<String, HealthStatus> before = new TreeMap<>();
        for (ServiceHealth service : health.getHealthStatusesList()) {
            if (services.contains(service.getPackage())) {
                before.put(service.getPackage(), service.getStatus());
            }
        }
        return new HealthGate(before);
    }

    /** Waits until it is passed; answers what is wrong when that does not happen in time. */
    Optional<String> await(AgentClient agent, Deadline deadline) throws RpcException {
        WatchEventsRequest touched =
                WatchEventsRequest.newBuilder().addAllServices(before.keySet()).build();
        // Subscribed before the first question, so that nothing falls between.
        try (Replies<Event> events = agent.events(touched)) {
            Optional<String> wrong = complaint(agent, deadline);
            while (wrong.isPresent() && !deadline.passed() && !events.ended()) {
                var _ = events.next(deadline.left());
                wrong = complaint(agent, deadline);
            }
            return wrong;
        }
    }

    private Optional<String> complaint(AgentClient agent, Deadline deadline) throws RpcException {
        return complaint(agent.within(deadline.leftForAnswer()).health());
    }

    /** What is wrong with the health as it is now; empty: nothing. */
    Optional<String> complaint(ListHealthStatusesResp now) {
        Map<String, ServiceHealth> found = new TreeMap<>();
        now.getHealthStatusesList().forEach(health -> found.put(health.getPackage(), health));
        return before.keySet().stream()
                .sorted()
                .filter(service -> !passes(service, found.get(service)))
                .findFirst()
                .map(service -> words(service, found.get(service)));
    }

    private boolean passes(String service, @Nullable ServiceHealth now) {
        HealthStatus was = before.getOrDefault(service, HealthStatus.HEALTH_STATUS_UNKNOWN);
        return now != null
                && switch (now.getStatus()) {
                    case HEALTH_STATUS_HEALTHY -> true;
                    case HEALTH_STATUS_DEGRADED -> was != HealthStatus.HEALTH_STATUS_HEALTHY;
                    case HEALTH_STATUS_UNKNOWN -> was == HealthStatus.HEALTH_STATUS_UNKNOWN;
                    default -> false;
                };
    }

    private static String words(String service, @Nullable ServiceHealth now) {
        if (now == null) {
            return service + " has vanished";
        }
        String message = now.getMessage();
        return service
                + " is "
                + States.of(now.getStatus()).text()
                + (message.isEmpty() ? "" : ": " + message);
    }
}
