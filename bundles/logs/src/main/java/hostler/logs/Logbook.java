package hostler.logs;

import hostler.core.api.Failure;
import hostler.core.api.ServiceException;
import hostler.core.api.ServiceId;
import hostler.core.api.ServiceRegistry;
import hostler.core.api.ServiceSpec;
import hostler.core.api.ServiceStatus;
import hostler.logs.api.LogBackend;
import hostler.logs.api.LogBackendType;
import hostler.logs.api.LogEntry;
import hostler.logs.api.LogFilter;
import hostler.logs.api.LogPage;
import hostler.logs.api.LogQuery;
import hostler.logs.api.LogReader;
import hostler.logs.api.ServiceLogs;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/**
 * Finds the backend that keeps a service's log: the one whose type is the service's launch method.
 * Of two with the same type, as while one is being replaced, the service ranking decides.
 */
@Component
public final class Logbook implements ServiceLogs {

    /** How much text {@link #recent} answers at the most, in characters: the newest. */
    static final int MAX_CHARACTERS = 4 << 20;

    /** One wait for a line of the past; an interrupt ends it. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final ServiceRegistry services;

    /** In ascending ranking; exchanged as a whole. */
    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile List<Map.Entry<Map<String, Object>, LogBackend>> backends;

    @Activate
    public Logbook(@Reference ServiceRegistry services) {
        this(services, List.of());
    }

    Logbook(ServiceRegistry services, List<Map.Entry<Map<String, Object>, LogBackend>> backends) {
        this.services = services;
        this.backends = backends;
    }

    /** Something a backend is asked for. */
    private interface Question<T> {
        T ask(LogBackend backend, ServiceSpec spec) throws ServiceException, InterruptedException;
    }

    @Override
    public List<String> recent(ServiceId id, int count) throws ServiceException {
        if (count < 0) {
            throw new ServiceException(
                    Failure.INVALID_ARGUMENT, count + " lines; 0 or more expected");
        }
        int lines = Math.min(count, MAX_LINES);
        try {
            return ask(id, (backend, spec) -> newest(backend.open(spec, lines, false), lines));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ServiceException(
                    Failure.UNAVAILABLE, "interrupted while reading the log of " + id, e);
        }
    }

    @Override
    public LogReader open(ServiceId id, int tail, boolean follow)
            throws ServiceException, InterruptedException {
        return ask(id, (backend, spec) -> backend.open(spec, tail, follow));
    }

    @Override
    public LogReader resume(ServiceId id, String cursor, boolean follow)
            throws ServiceException, InterruptedException {
        return ask(id, (backend, spec) -> backend.resume(spec, cursor, follow));
    }

    @Override
    public LogPage query(ServiceId id, LogQuery query)
            throws ServiceException, InterruptedException {
        checkTime(query.filter());
        return ask(id, (backend, spec) -> backend.query(spec, query));
    }

    private static void checkTime(LogFilter filter) throws ServiceException {
        Instant from = filter.from().orElse(Instant.MIN);
        Instant to = filter.to().orElse(Instant.MAX);
        if (from.isAfter(to)) {
            throw new ServiceException(
                    Failure.INVALID_ARGUMENT,
                    "the time ends at " + to + ", before it begins at " + from);
        }
    }

    private <T> T ask(ServiceId id, Question<T> question)
            throws ServiceException, InterruptedException {
        ServiceSpec spec =
                services.find(id)
                        .map(ServiceStatus::spec)
                        .orElseThrow(() -> ServiceException.notFound(id.name()));
        LogBackend backend = backend(spec.startup().method()).orElseThrow(() -> noBackend(spec));
        try {
            return question.ask(backend, spec);
        } catch (RuntimeException | LinkageError e) {
            throw broken(id, e);
        }
    }

    private Optional<LogBackend> backend(String type) {
        return backends.stream()
                .filter(backend -> type.equals(backend.getKey().get(LogBackendType.PROPERTY)))
                .map(Map.Entry::getValue)
                .reduce((lower, higher) -> higher);
    }

    private static List<String> newest(LogReader opened, int lines)
            throws ServiceException, InterruptedException {
        Deque<String> newest = new ArrayDeque<>();
        long characters = 0;
        try (LogReader reader = opened) {
            Optional<String> line = past(reader);
            while (line.isPresent()) {
                newest.add(line.get());
                characters += line.get().length();
                while (newest.size() > lines || characters > MAX_CHARACTERS) {
                    characters -= newest.remove().length();
                }
                line = past(reader);
            }
        }
        return List.copyOf(newest);
    }

    /** The next line of the past; empty at its end. */
    private static Optional<String> past(LogReader reader)
            throws ServiceException, InterruptedException {
        if (reader.ended()) {
            return Optional.empty();
        }
        Optional<String> line = reader.next(PATIENCE).map(LogEntry::text);
        if (line.isEmpty() && !reader.ended()) {
            throw new ServiceException(
                    Failure.UNAVAILABLE,
                    "the log gave neither a line nor its end for " + PATIENCE.toSeconds() + " s");
        }
        return line;
    }

    private static ServiceException noBackend(ServiceSpec spec) {
        return new ServiceException(
                Failure.UNAVAILABLE,
                "no log backend of type '"
                        + spec.startup().method()
                        + "' is there to read the log of "
                        + spec.id()
                        + "; it comes with a plugin of that type");
    }

    private static ServiceException broken(ServiceId id, Throwable cause) {
        return new ServiceException(
                Failure.INTERNAL,
                "the log backend failed on the log of " + id + ": " + cause,
                cause);
    }
}
