package hostler.core.graph;

import hostler.core.api.ServiceId;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Which service needs which other. */
public final class DependencyGraph {

    private DependencyGraph() {}

    public static DependencyGraph of(Map<ServiceId, List<ServiceId>> dependencies) {
        return new DependencyGraph();
    }

    public Startability startOrder(ServiceId id) {
        return new Startability.Ordered(List.of(id));
    }

    public Optional<List<ServiceId>> cycleThrough(ServiceId id) {
        return Optional.empty();
    }

    public List<ServiceId> missing(ServiceId id) {
        return List.of();
    }

    public Set<ServiceId> dependents(ServiceId id) {
        return Set.of();
    }

    public List<ServiceId> stopOrder(Collection<ServiceId> ids) {
        return List.copyOf(ids);
    }
}
