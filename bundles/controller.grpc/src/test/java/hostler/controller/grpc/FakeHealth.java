package hostler.controller.grpc;

import hostler.core.api.ServiceException;
import hostler.core.api.ServiceId;
import hostler.core.api.Verdict;
import hostler.health.api.CheckResult;
import hostler.health.api.HealthBook;
import hostler.health.api.HealthEntry;
import hostler.health.api.ServiceHealth;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** One service of every verdict. */
final class FakeHealth implements HealthBook {
    static final HealthEntry CRITICAL =
            new HealthEntry(
                    Verdict.CRITICAL,
                    CheckResult.critical("HTTP 503"),
                    Services.STARTED,
                    "http",
                    Duration.ofMillis(12));

    private static final List<ServiceHealth> ALL =
            List.of(
                    of("broken", Verdict.CRITICAL, "HTTP 503", Optional.of(CRITICAL)),
                    of("slow", Verdict.WARNING, "took 4 s", Optional.empty()),
                    of("stopped", Verdict.UNKNOWN, "not running: stopped", Optional.empty()),
                    of("web", Verdict.HEALTHY, "no health check configured", Optional.empty()));

    private static ServiceHealth of(
            String name, Verdict verdict, String message, Optional<HealthEntry> last) {
        return new ServiceHealth(new ServiceId(name), verdict, message, last);
    }

    @Override
    public List<ServiceHealth> list() {
        return ALL;
    }

    @Override
    public ServiceHealth find(ServiceId id) throws ServiceException {
        return ALL.stream()
                .filter(health -> health.service().equals(id))
                .findFirst()
                .orElseThrow(() -> ServiceException.notFound(id.name()));
    }

    @Override
    public List<HealthEntry> history(ServiceId id, int limit) throws ServiceException {
        find(id);
        return Collections.nCopies(limit, CRITICAL);
    }

    @Override
    public CloseWatch watchClosely(ServiceId id, Duration interval) {
        throw new UnsupportedOperationException("nobody here looks closely");
    }
}
