package hostler.health;

import hostler.core.api.HealthCheck;
import hostler.core.api.HealthReports;
import hostler.core.api.ServiceEvent;
import hostler.core.api.ServiceEvents;
import hostler.core.api.ServiceException;
import hostler.core.api.ServiceId;
import hostler.core.api.ServiceRegistry;
import hostler.core.api.ServiceStatus;
import hostler.health.api.CheckerType;
import hostler.health.api.HealthBook;
import hostler.health.api.HealthChecker;
import hostler.health.api.HealthEntry;
import hostler.health.api.HealthNotifier;
import hostler.health.api.ServiceHealth;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Observes every service of the registry, and answers what is known of their health. */
@Component(service = HealthBook.class, immediate = true)
public final class Checkups implements HealthBook {
    private static final Logger LOG = LoggerFactory.getLogger(Checkups.class);

    /** How much longer than a check's timeout a caller waits for a fresh one. */
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final ServiceRegistry registry;
    private final ServiceEvents events;
    private final Timer timer;
    private final Checkers checkers;
    private final CheckRunner runner;
    private final Notifications notifications;
    private final Instruments instruments;
    private final Map<ServiceId, Checkup> checkups = new ConcurrentHashMap<>();
    private ServiceEvents.@Nullable Subscription subscription;
    private long sequence;

    @Activate
    public Checkups(
            @Reference ServiceRegistry registry,
            @Reference ServiceEvents events,
            @Reference HealthReports reports) {
        this(registry, events, reports, new MonotonicTimer());
    }

    Checkups(ServiceRegistry registry, ServiceEvents events, HealthReports reports, Timer timer) {
        this.registry = registry;
        this.events = events;
        this.timer = timer;
        this.checkers = new Checkers(timer);
        this.runner = new CheckRunner(timer, checkers);
        this.notifications = new Notifications();
        this.instruments = new Instruments(timer, runner, reports, notifications);
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void addChecker(HealthChecker checker, Map<String, Object> properties) {
        if (properties.get(CheckerType.PROPERTY) instanceof String type) {
            checkers.add(type, checker);
            checkups.values().forEach(checkup -> checkup.arrived(type));
        } else {
            LOG.warn(
                    "{} is ignored: a health checker says its type with @CheckerType",
                    checker.getClass().getName());
        }
    }

    void removeChecker(HealthChecker checker) {
        checkers.remove(checker);
        runner.abort(checker);
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void addNotifier(HealthNotifier notifier) {
        notifications.add(notifier);
    }

    void removeNotifier(HealthNotifier notifier) {
        notifications.remove(notifier);
    }

    /** Begins to follow the registry; what is known already is checked at once. */
    @Activate
    void open() {
        subscription = events.subscribe(this::follow);
        resume();
    }

    /** Ends every check; what is believed is forgotten, and core keeps the last verdicts. */
    @Deactivate
    void close() {
        if (subscription != null) {
            subscription.close();
        }
        checkups.values().forEach(Checkup::end);
        runner.close();
        notifications.close();
        timer.close();
    }

    /** Called on the subscription's one thread. An event only says where to look. */
    private void follow(ServiceEvent event) {
        boolean missed = sequence != 0 && event.sequence() != sequence + 1;
        sequence = event.sequence();
        if (missed) {
            resume();
        } else {
            registry.find(event.service())
                    .ifPresentOrElse(this::observe, () -> forget(event.service()));
        }
    }

    /** Looks at every service, and forgets those that are gone. */
    private void resume() {
        List<ServiceStatus> known = registry.list();
        known.forEach(this::observe);
        Set<ServiceId> names =
                known.stream().map(ServiceStatus::id).collect(Collectors.toUnmodifiableSet());
        checkups.keySet().stream().filter(id -> !names.contains(id)).forEach(this::forget);
    }

    private Checkup observe(ServiceStatus status) {
        Checkup checkup =
                checkups.computeIfAbsent(status.id(), id -> new Checkup(status, instruments));
        checkup.observe(status);
        return checkup;
    }

    private void forget(ServiceId id) {
        Checkup gone = checkups.remove(id);
        if (gone != null) {
            gone.end();
        }
    }

    @Override
    public List<ServiceHealth> list() {
        return registry.list().stream().map(status -> observe(status).current()).toList();
    }

    @Override
    public ServiceHealth find(ServiceId id) throws ServiceException {
        ServiceStatus status = status(id);
        Checkup checkup = observe(status);
        if (checkup.current().last().isEmpty()) {
            await(checkup, status);
        }
        return checkup.current();
    }

    @Override
    public List<HealthEntry> history(ServiceId id, int limit) throws ServiceException {
        ServiceStatus status = status(id);
        Checkup checkup = observe(status);
        if (checkup.history(1).isEmpty()) {
            await(checkup, status);
        }
        return checkup.history(limit);
    }

    @Override
    public CloseWatch watchClosely(ServiceId id, Duration interval) throws ServiceException {
        return observe(status(id)).watchClosely(interval);
    }

    private ServiceStatus status(ServiceId id) throws ServiceException {
        return registry.find(id).orElseThrow(() -> ServiceException.notFound(id.name()));
    }

    /** Waits for the first evidence; without it in time, what is known is the answer. */
    private static void await(Checkup checkup, ServiceStatus status) {
        Duration timeout = status.spec().healthCheck().map(HealthCheck::timeout).orElse(PATIENCE);
        try {
            checkup.firstEvidence().get(timeout.plus(PATIENCE).toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (TimeoutException e) {
            LOG.debug("no fresh check of {} within {}", status.id(), timeout, e);
        } catch (ExecutionException e) {
            LOG.warn("the fresh check of {} was lost", status.id(), e);
        }
    }
}
