package hostler.core.graph;

import hostler.core.api.ServiceId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Which service needs which other: pure, immutable, safe on any thread. Every answer is
 * deterministic, takes time linear in what can be reached, and needs no stack, however deep the
 * graph is.
 */
public final class DependencyGraph {
    private final Map<ServiceId, NavigableSet<ServiceId>> dependencies = new HashMap<>();
    private final Map<ServiceId, NavigableSet<ServiceId>> dependents = new HashMap<>();

    private DependencyGraph() {}

    /**
     * The graph of all known services.
     *
     * @param dependencies every known service with what it needs directly; what is needed and is no
     *     key is missing
     */
    public static DependencyGraph of(Map<ServiceId, List<ServiceId>> dependencies) {
        DependencyGraph graph = new DependencyGraph();
        dependencies.forEach(graph::add);
        return graph;
    }

    private void add(ServiceId id, List<ServiceId> needed) {
        dependencies.put(id, new TreeSet<>(needed));
        for (ServiceId dependency : needed) {
            dependents.computeIfAbsent(dependency, unseen -> new TreeSet<>()).add(id);
        }
    }

    /**
     * In which order a service and everything it needs are to be started: dependencies first, ties
     * alphabetically, the service last. A cycle is told before something missing is.
     */
    public Startability startOrder(ServiceId id) {
        Optional<List<ServiceId>> cycle = cycleThrough(id);
        if (cycle.isPresent()) {
            return new Startability.Cyclic(cycle.get());
        }
        List<ServiceId> missing = missing(id);
        return missing.isEmpty()
                ? new Startability.Ordered(sorted(reached(List.of(id), dependencies)).order())
                : new Startability.Incomplete(missing);
    }

    /**
     * A cycle that keeps a service from starting: one it is a member of, or one that something it
     * needs is a member of. The whole cycle, with the first member again at the end; a service that
     * needs itself is {@code [a, a]}.
     */
    public Optional<List<ServiceId>> cycleThrough(ServiceId id) {
        NavigableSet<ServiceId> blocked = sorted(reached(List.of(id), dependencies)).blocked();
        return blocked.isEmpty() ? Optional.empty() : Optional.of(firstCycle(id, blocked));
    }

    /**
     * What a service needs, directly or not, and nobody knows; sorted. An unknown service is
     * missing itself.
     */
    public List<ServiceId> missing(ServiceId id) {
        return reached(List.of(id), dependencies).stream()
                .filter(reached -> !dependencies.containsKey(reached))
                .toList();
    }

    /** The known services that need this one directly, sorted; it itself is never among them. */
    public Set<ServiceId> dependents(ServiceId id) {
        NavigableSet<ServiceId> direct = new TreeSet<>(direct(id, dependents));
        direct.remove(id);
        return Collections.unmodifiableSet(direct);
    }

    /** The known services that need this one, directly or not, sorted; it itself is not told. */
    public Set<ServiceId> allDependents(ServiceId id) {
        NavigableSet<ServiceId> all = reached(List.of(id), dependents);
        all.remove(id);
        return Collections.unmodifiableSet(all);
    }

    /**
     * The order in which services are to be stopped: whoever needs another one stops before it,
     * also when that is so only through services that are not asked for. Never fails: what stands
     * in a cycle, or leads into one, comes first.
     */
    public List<ServiceId> stopOrder(Collection<ServiceId> ids) {
        Sorted sorted = sorted(reached(ids, dependencies));
        List<ServiceId> order = new ArrayList<>(sorted.order());
        order.addAll(sorted.blocked());
        order.retainAll(Set.copyOf(ids));
        return List.copyOf(order.reversed());
    }

    /** What can be started in this order, and what stands in a cycle or leads into one. */
    private record Sorted(List<ServiceId> order, NavigableSet<ServiceId> blocked) {}

    /** Kahn's algorithm with a sorted front; the nodes contain everything they need. */
    private Sorted sorted(NavigableSet<ServiceId> nodes) {
        Map<ServiceId, Integer> unmet = new TreeMap<>();
        nodes.forEach(node -> unmet.put(node, direct(node, dependencies).size()));
        PriorityQueue<ServiceId> ready = new PriorityQueue<>();
        nodes.stream().filter(node -> direct(node, dependencies).isEmpty()).forEach(ready::add);
        List<ServiceId> order = new ArrayList<>();
        for (ServiceId next = ready.poll(); next != null; next = ready.poll()) {
            order.add(next);
            for (ServiceId dependent : direct(next, dependents)) {
                Integer left = unmet.computeIfPresent(dependent, (id, count) -> count - 1);
                if (left != null && left == 0) {
                    ready.add(dependent);
                }
            }
        }
        NavigableSet<ServiceId> blocked = new TreeSet<>(nodes);
        order.forEach(blocked::remove);
        return new Sorted(order, blocked);
    }

    /** Every blocked service needs another blocked one, so this walk must come back to itself. */
    private List<ServiceId> firstCycle(ServiceId from, NavigableSet<ServiceId> blocked) {
        Set<ServiceId> path = new LinkedHashSet<>();
        ServiceId at = from;
        while (path.add(at)) {
            at =
                    direct(at, dependencies).stream()
                            .filter(blocked::contains)
                            .findFirst()
                            .orElseThrow();
        }
        ServiceId first = at;
        List<ServiceId> cycle =
                new ArrayList<>(path.stream().dropWhile(id -> !id.equals(first)).toList());
        cycle.add(first);
        return List.copyOf(cycle);
    }

    /** Everything that can be reached over edges, the start included. */
    private static NavigableSet<ServiceId> reached(
            Collection<ServiceId> start, Map<ServiceId, NavigableSet<ServiceId>> edges) {
        NavigableSet<ServiceId> reached = new TreeSet<>(start);
        Deque<ServiceId> open = new ArrayDeque<>(reached);
        while (!open.isEmpty()) {
            for (ServiceId next : direct(open.pop(), edges)) {
                if (reached.add(next)) {
                    open.push(next);
                }
            }
        }
        return reached;
    }

    private static NavigableSet<ServiceId> direct(
            ServiceId id, Map<ServiceId, NavigableSet<ServiceId>> edges) {
        NavigableSet<ServiceId> direct = edges.get(id);
        return direct == null ? Collections.emptyNavigableSet() : direct;
    }
}
