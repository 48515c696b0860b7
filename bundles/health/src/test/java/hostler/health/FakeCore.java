package hostler.health;

import hostler.core.api.Health;
import hostler.core.api.HealthReports;
import hostler.core.api.PackageProblem;
import hostler.core.api.ServiceEvent;
import hostler.core.api.ServiceEvents;
import hostler.core.api.ServiceId;
import hostler.core.api.ServiceRegistry;
import hostler.core.api.ServiceStatus;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** The registry as a map: what a test puts is known and told, on the test's own thread. */
final class FakeCore implements ServiceRegistry, ServiceEvents, HealthReports {
    record Report(ServiceId service, String launchId, Health health) {}

    final BlockingQueue<Report> reports = new LinkedBlockingQueue<>();
    private final Map<ServiceId, ServiceStatus> known = new ConcurrentSkipListMap<>();
    private final List<Consumer<ServiceEvent>> subscribers = new CopyOnWriteArrayList<>();
    private final AtomicLong sequence = new AtomicLong();

    ServiceStatus put(ServiceStatus status) {
        known.put(status.id(), status);
        tell(status);
        return status;
    }

    /** Changes what is known without an event, as when events were dropped. */
    void putSilently(ServiceStatus status) {
        known.put(status.id(), status);
        sequence.incrementAndGet();
    }

    void remove(ServiceStatus status) {
        known.remove(status.id());
        tell(status);
    }

    private void tell(ServiceStatus status) {
        ServiceEvent event =
                new ServiceEvent(
                        sequence.incrementAndGet(),
                        Instant.EPOCH,
                        ServiceEvent.Kind.STATE,
                        "changed",
                        status);
        subscribers.forEach(subscriber -> subscriber.accept(event));
    }

    /** The next report, or a failure of the test. */
    Health nextReport() throws InterruptedException {
        Report report = reports.poll(10, TimeUnit.SECONDS);
        if (report == null) {
            throw new AssertionError("nothing was reported");
        }
        return report.health();
    }

    @Override
    public void report(ServiceId id, String launchId, Health health) {
        reports.add(new Report(id, launchId, health));
    }

    @Override
    public List<ServiceStatus> list() {
        return List.copyOf(known.values());
    }

    @Override
    public Optional<ServiceStatus> find(ServiceId id) {
        return Optional.ofNullable(known.get(id));
    }

    @Override
    public List<PackageProblem> problems() {
        return List.of();
    }

    @Override
    public boolean settled() {
        return true;
    }

    @Override
    public List<ServiceEvent> history(ServiceId id, int limit) {
        return List.of();
    }

    @Override
    public Subscription subscribe(Consumer<ServiceEvent> subscriber) {
        subscribers.add(subscriber);
        return () -> subscribers.remove(subscriber);
    }
}
