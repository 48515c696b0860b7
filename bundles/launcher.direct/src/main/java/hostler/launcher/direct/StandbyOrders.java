package hostler.launcher.direct;

import hostler.core.api.ServiceSpec;
import hostler.os.api.SpawnOrder;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Orders made ahead, for launches that may come. Any thread may ask. */
final class StandbyOrders {

    private record Standby(ServiceSpec spec, SpawnOrder order) {}

    private final Map<String, Standby> byLaunch = new ConcurrentHashMap<>();

    /** Keeps an order that was made from this specification. */
    void keep(ServiceSpec spec, SpawnOrder order) {
        byLaunch.put(order.launchId(), new Standby(spec, order));
    }

    /** The order of a launch, once; empty when there is none that was made from that. */
    Optional<SpawnOrder> take(String launchId, ServiceSpec spec) {
        return Optional.ofNullable(byLaunch.remove(launchId))
                .filter(standby -> standby.spec().equals(spec))
                .map(Standby::order);
    }

    /** That launch will not come. */
    void drop(String launchId) {
        byLaunch.remove(launchId);
    }
}
