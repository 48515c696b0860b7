package hostler.logs;

import hostler.core.api.Failure;
import hostler.core.api.ServiceException;
import hostler.core.api.ServiceId;
import hostler.core.api.ServiceRegistry;
import hostler.core.api.ServiceSpec;
import hostler.core.api.ServiceStatus;
import hostler.logs.api.LogBackend;
import hostler.logs.api.LogBackendType;
import hostler.logs.api.LogReader;
import hostler.logs.api.ServiceLogs;
import java.time.Duration;
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

    @Override
    public List<String> recent(ServiceId id, int count) throws ServiceException {
        if (count < 0) {
            throw new ServiceException(
                    Failure.INVALID_ARGUMENT, count + " lines; 0 or more expected");
        }
        int lines = Math.min(count, MAX_LINES);
        try (LogReader reader = open(id, lines, false)) {
            return drain(reader, lines);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ServiceException(
                    Failure.UNAVAILABLE, "interrupted while reading the log of " + id, e);
        } catch (RuntimeException | LinkageError e) {
            throw broken(id, e);
        }
    }

    @Override
    public LogReader open(ServiceId id, int tail, boolean follow) throws ServiceException {
        ServiceSpec spec =
                services.find(id)
                        .map(ServiceStatus::spec)
                        .orElseThrow(() -> ServiceException.notFound(id.name()));
        LogBackend backend = backend(spec.startup().method()).orElseThrow(() -> noBackend(spec));
        try {
            return backend.open(spec, tail, follow);
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

    private static List<String> drain(LogReader reader, int lines)
            throws ServiceException, InterruptedException {
        Deque<String> newest = new ArrayDeque<>();
        long characters = 0;
        while (!reader.ended()) {
            String line = reader.next(Duration.ZERO).orElse(null);
            if (line == null) {
                break;
            }
            newest.add(line);
            characters += line.length();
            while (newest.size() > lines || characters > MAX_CHARACTERS) {
                characters -= newest.remove().length();
            }
        }
        return List.copyOf(newest);
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
