package hostler.health;

import hostler.core.api.Desired;
import hostler.core.api.Health;
import hostler.core.api.HealthCheck;
import hostler.core.api.Logging;
import hostler.core.api.Recovery;
import hostler.core.api.ServiceId;
import hostler.core.api.ServiceSpec;
import hostler.core.api.ServiceState;
import hostler.core.api.ServiceStatus;
import hostler.core.api.Startup;
import hostler.os.api.ProcessIdentity;
import hostler.os.api.Signal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/** Statuses of services for tests, each newer than the one before. */
final class Statuses {
    private static final AtomicLong REVISION = new AtomicLong();
    private static final ProcessIdentity PROCESS = new ProcessIdentity("boot", 4711, 1);

    private Statuses() {}

    static HealthCheck check(int failures, int successes) {
        return new HealthCheck(
                "fake",
                Duration.ofSeconds(10),
                Duration.ofSeconds(5),
                failures,
                successes,
                Map.of());
    }

    static HealthCheck checkOfType(String type) {
        return new HealthCheck(type, Duration.ofSeconds(10), Duration.ofSeconds(5), 3, 1, Map.of());
    }

    static HealthCheck checkEvery(Duration interval) {
        return new HealthCheck("fake", interval, Duration.ofSeconds(5), 3, 1, Map.of());
    }

    static ServiceStatus starting(String name, String launch, Optional<HealthCheck> check) {
        return status(name, launch, check, ServiceState.STARTING, Desired.RUNNING, false);
    }

    static ServiceStatus running(String name, String launch, Optional<HealthCheck> check) {
        return status(name, launch, check, ServiceState.RUNNING, Desired.RUNNING, true);
    }

    /** A running service of which core believes this already. */
    static ServiceStatus believed(String name, String launch, HealthCheck check, Health health) {
        return status(
                name,
                launch,
                Optional.of(check),
                ServiceState.RUNNING,
                Desired.RUNNING,
                true,
                health);
    }

    static ServiceStatus down(
            String name, String launch, HealthCheck check, ServiceState state, Desired desired) {
        return status(name, launch, Optional.of(check), state, desired, false);
    }

    private static ServiceStatus status(
            String name,
            String launch,
            Optional<HealthCheck> check,
            ServiceState state,
            Desired desired,
            boolean ready) {
        return status(name, launch, check, state, desired, ready, Health.NONE);
    }

    private static ServiceStatus status(
            String name,
            String launch,
            Optional<HealthCheck> check,
            ServiceState state,
            Desired desired,
            boolean ready,
            Health health) {
        return new ServiceStatus(
                spec(name, check),
                desired,
                state,
                "because of the test",
                Optional.of(launch),
                Optional.of(PROCESS).filter(process -> state.alive()),
                Optional.of(Instant.EPOCH).filter(at -> state.alive()),
                ready,
                health,
                0,
                0,
                Optional.empty(),
                Optional.empty(),
                false,
                Optional.empty(),
                Instant.EPOCH,
                REVISION.incrementAndGet());
    }

    private static ServiceSpec spec(String name, Optional<HealthCheck> check) {
        Path directory = Path.of("/srv", name);
        return new ServiceSpec(
                new ServiceId(name),
                "1",
                "",
                directory.resolve("package.json"),
                "{}",
                new Startup(
                        "direct",
                        name,
                        Optional.of(directory.resolve("run")),
                        List.of(),
                        Map.of(),
                        directory,
                        Optional.empty(),
                        Optional.empty(),
                        Duration.ofSeconds(30),
                        Signal.TERM,
                        Duration.ofSeconds(10)),
                check,
                List.of(),
                new Recovery(true, 5, Duration.ofSeconds(5), 2, Duration.ofSeconds(60)),
                new Logging(directory.resolve("log"), 1 << 20, 3),
                false);
    }
}
