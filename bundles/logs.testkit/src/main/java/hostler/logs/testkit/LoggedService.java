package hostler.logs.testkit;

import hostler.core.api.Desired;
import hostler.core.api.Health;
import hostler.core.api.Logging;
import hostler.core.api.PackageProblem;
import hostler.core.api.Recovery;
import hostler.core.api.ServiceId;
import hostler.core.api.ServiceRegistry;
import hostler.core.api.ServiceSpec;
import hostler.core.api.ServiceState;
import hostler.core.api.ServiceStatus;
import hostler.core.api.Startup;
import hostler.os.api.Signal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A service whose output is of interest and nothing else.
 *
 * @param name its name
 * @param method its {@code startup.method}
 * @param file where its output goes
 * @param maxBytes how much of it may be kept
 */
public record LoggedService(String name, String method, Path file, long maxBytes) {

    /** A directly started service with room for 100 MiB. */
    public static LoggedService direct(String name, Path file) {
        return new LoggedService(name, "direct", file, 100L << 20);
    }

    /** Its specification. */
    public ServiceSpec spec() {
        Path directory = file.toAbsolutePath().resolveSibling(name);
        return new ServiceSpec(
                new ServiceId(name),
                "1.0",
                "",
                directory.resolve("package.json"),
                "{}",
                new Startup(
                        method,
                        name,
                        Optional.of(directory.resolve(name)),
                        List.of(),
                        Map.of(),
                        directory,
                        Optional.empty(),
                        Optional.empty(),
                        Duration.ofSeconds(10),
                        Signal.TERM,
                        Duration.ofSeconds(10)),
                Optional.empty(),
                List.of(),
                new Recovery(false, 0, Duration.ofSeconds(1), 1, Duration.ofSeconds(1)),
                new Logging(file, maxBytes, 1),
                false);
    }

    /** Its status: stopped, never started. */
    public ServiceStatus status() {
        return new ServiceStatus(
                spec(),
                Desired.STOPPED,
                ServiceState.STOPPED,
                "nobody has started it",
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                false,
                Health.NONE,
                0,
                0,
                Optional.empty(),
                Optional.empty(),
                false,
                Optional.empty(),
                Instant.EPOCH,
                1);
    }

    /** A registry that knows these services and no others. */
    public static ServiceRegistry registry(LoggedService... services) {
        List<ServiceStatus> known = List.of(services).stream().map(LoggedService::status).toList();
        return new ServiceRegistry() {
            @Override
            public List<ServiceStatus> list() {
                return known;
            }

            @Override
            public Optional<ServiceStatus> find(ServiceId id) {
                return known.stream().filter(status -> status.id().equals(id)).findFirst();
            }

            @Override
            public List<PackageProblem> problems() {
                return List.of();
            }

            @Override
            public boolean settled() {
                return true;
            }
        };
    }
}
