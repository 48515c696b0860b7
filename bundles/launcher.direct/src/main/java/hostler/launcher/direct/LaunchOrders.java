package hostler.launcher.direct;

import hostler.core.api.ServiceSpec;
import hostler.launcher.api.LaunchException;
import hostler.os.api.ControlGroup;
import hostler.os.api.SpawnOrder;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Orders of launches, each with the group it is carried out in; some are made ahead. */
final class LaunchOrders {

    /** An order, and what it was made from. */
    private record Standby(ServiceSpec spec, SpawnOrder order) {}

    private final SpawnOrders orders;
    private final LaunchGroups groups;

    /** For launches that may come, by their ids. */
    private final Map<String, Standby> ahead = new ConcurrentHashMap<>();

    LaunchOrders(SpawnOrders orders, LaunchGroups groups) {
        this.orders = orders;
        this.groups = groups;
    }

    /** Makes the order of a launch ahead. */
    void prepare(String launchId, HandleData data, ServiceSpec spec) throws LaunchException {
        ahead.put(launchId, new Standby(spec, make(launchId, data, spec)));
    }

    /** The order of a launch; the one that was made ahead is given out once, while it fits. */
    SpawnOrder take(String launchId, HandleData data, ServiceSpec spec) throws LaunchException {
        Standby ready = ahead.remove(launchId);
        return ready != null && ready.spec().equals(spec)
                ? ready.order()
                : make(launchId, data, spec);
    }

    private SpawnOrder make(String launchId, HandleData data, ServiceSpec spec)
            throws LaunchException {
        Optional<Path> cgroup = data.cgroup().flatMap(groups::create).map(ControlGroup::directory);
        return orders.order(launchId, data, spec, cgroup);
    }

    /** That launch will not come. */
    void drop(String launchId) {
        ahead.remove(launchId);
    }
}
