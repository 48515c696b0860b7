package hostler.core;

import hostler.core.api.Desired;
import hostler.core.api.Health;
import hostler.core.api.HealthReports;
import hostler.core.api.PackageProblem;
import hostler.core.api.ServiceId;
import hostler.core.api.ServiceRegistry;
import hostler.core.api.ServiceState;
import hostler.core.api.ServiceStatus;
import hostler.core.graph.DependencyGraph;
import hostler.core.graph.Startability;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * All services that are known, each with its reconciler and its newest status, and how they depend
 * on each other. Reading never blocks.
 */
final class Roster implements ServiceRegistry, HealthReports, Neighbourhood {

    /** So long launchers may take to come up before recovery counts as done without them. */
    static final Duration LAUNCHERS_DUE = Duration.ofSeconds(10);

    private final Map<ServiceId, Reconciler> reconcilers = new ConcurrentSkipListMap<>();
    private final Map<ServiceId, ServiceStatus> statuses = new ConcurrentSkipListMap<>();
    private final AtomicLong revision = new AtomicLong();
    private final Ticker ticker;
    private final long since;
    private volatile Map<ServiceId, List<ServiceId>> dependencies = Map.of();
    private volatile DependencyGraph graph = DependencyGraph.of(Map.of());
    private volatile List<PackageProblem> problems = List.of();
    private volatile boolean looked;
    private volatile boolean leaving;

    Roster(Ticker ticker) {
        this.ticker = ticker;
        this.since = ticker.nanos();
    }

    @Override
    public List<ServiceStatus> list() {
        return List.copyOf(statuses.values());
    }

    @Override
    public Optional<ServiceStatus> find(ServiceId id) {
        return Optional.ofNullable(statuses.get(id));
    }

    @Override
    public List<PackageProblem> problems() {
        return problems;
    }

    @Override
    public boolean settled() {
        return looked
                && (ticker.nanos() - since > LAUNCHERS_DUE.toNanos()
                        || statuses.values().stream()
                                .noneMatch(status -> status.state() == ServiceState.UNKNOWN));
    }

    @Override
    public void report(ServiceId id, String launchId, Health health) {
        reconciler(id).ifPresent(reconciler -> reconciler.report(launchId, health));
    }

    Optional<Reconciler> reconciler(ServiceId id) {
        return Optional.ofNullable(reconcilers.get(id));
    }

    Collection<Reconciler> reconcilers() {
        return reconcilers.values();
    }

    DependencyGraph graph() {
        return graph;
    }

    /** Every service looks again. */
    void lookAll() {
        reconcilers.values().forEach(Reconciler::look);
    }

    /** Takes a service in; it does not run yet. */
    void admit(Reconciler reconciler) {
        reconcilers.put(reconciler.id(), reconciler);
    }

    /** The workspace was looked through, and every service has been told. */
    void lookedThrough(List<PackageProblem> found) {
        problems = List.copyOf(found);
        connect();
        looked = true;
    }

    private void connect() {
        Map<ServiceId, List<ServiceId>> now = new TreeMap<>();
        reconcilers.forEach((id, each) -> now.put(id, each.seen().spec().dependencies()));
        if (!now.equals(dependencies)) {
            dependencies = now;
            graph = DependencyGraph.of(now);
            lookAll();
        }
    }

    /** From now on no service is to run, whatever was commanded; what was commanded stays. */
    void leave() {
        leaving = true;
        lookAll();
    }

    @Override
    public boolean leaving() {
        return leaving;
    }

    @Override
    public synchronized boolean release(Reconciler reconciler) {
        if (!reconciler.seen().removed() || reconciler.hasMail()) {
            return false;
        }
        reconcilers.remove(reconciler.id());
        statuses.remove(reconciler.id());
        connect();
        return true;
    }

    @Override
    public long nextRevision() {
        return revision.incrementAndGet();
    }

    @Override
    public void publish(ServiceStatus status) {
        statuses.put(status.id(), status);
        graph.dependents(status.id()).forEach(this::look);
        status.spec().dependencies().forEach(this::look);
    }

    private void look(ServiceId id) {
        reconciler(id).ifPresent(Reconciler::look);
    }

    @Override
    public Neighbours beforeStart(ServiceId id) {
        Optional<String> cycle =
                graph.cycleThrough(id).map(members -> new Startability.Cyclic(members).describe());
        List<String> obstacles =
                dependencies.getOrDefault(id, List.of()).stream()
                        .flatMap(dependency -> obstacle(dependency).stream())
                        .toList();
        return new Neighbours(cycle, obstacles, List.of());
    }

    private Optional<String> obstacle(ServiceId dependency) {
        ServiceStatus status = statuses.get(dependency);
        if (status == null) {
            return Optional.of(dependency + " (has no package.json)");
        }
        return serves(status)
                ? Optional.empty()
                : Optional.of(
                        dependency + " (" + status.state().name().toLowerCase(Locale.ROOT) + ")");
    }

    private static boolean serves(ServiceStatus status) {
        return status.state() == ServiceState.COMPLETED
                || (status.state() == ServiceState.RUNNING && status.ready());
    }

    /** Within a cycle there is no order, and waiting for each other would be for ever. */
    @Override
    public Neighbours beforeStop(ServiceId id) {
        if (graph.cycleThrough(id).isPresent()) {
            return Neighbours.NONE;
        }
        List<ServiceId> first =
                graph.dependents(id).stream()
                        .flatMap(dependent -> reconciler(dependent).stream())
                        .filter(this::onItsWayDown)
                        .map(Reconciler::id)
                        .toList();
        return new Neighbours(Optional.empty(), List.of(), first);
    }

    private boolean onItsWayDown(Reconciler dependent) {
        return (leaving || dependent.desired() == Desired.STOPPED)
                && !dependent.stuck()
                && find(dependent.id()).filter(status -> status.state().alive()).isPresent();
    }
}
