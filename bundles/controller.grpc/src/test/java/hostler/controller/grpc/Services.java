package hostler.controller.grpc;

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
import hostler.core.api.Verdict;
import hostler.os.api.ExitRecord;
import hostler.os.api.ExitStatus;
import hostler.os.api.ProcessIdentity;
import hostler.os.api.Signal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Services to test with. */
final class Services {
    static final Instant STARTED = Instant.parse("2026-01-02T03:04:05.678Z");

    private Services() {}

    static ServiceSpec spec(String name) {
        return new ServiceSpec(
                new ServiceId(name),
                "1.2.3",
                "a service",
                Path.of("/srv", name, "package.json"),
                "{\"package\":\"" + name + "\"}",
                new Startup(
                        "direct",
                        name,
                        Optional.of(Path.of("/bin/true")),
                        List.of(),
                        Map.of(),
                        Path.of("/bin"),
                        Optional.empty(),
                        Optional.empty(),
                        Duration.ofSeconds(30),
                        Signal.TERM,
                        Duration.ofSeconds(10)),
                Optional.of(
                        new HealthCheck(
                                "tcp",
                                Duration.ofSeconds(30),
                                Duration.ofSeconds(5),
                                3,
                                1,
                                Map.of())),
                List.of(new ServiceId("base")),
                new Recovery(true, 5, Duration.ofSeconds(5), 2, Duration.ofSeconds(60)),
                new Logging(Path.of("/var/log/" + name + ".log"), 1_000_000, 3),
                false);
    }

    static ServiceStatus status(String name, ServiceState state) {
        return status(name, state, new Health(Verdict.HEALTHY, "port 80 accepts"));
    }

    static ServiceStatus status(String name, ServiceState state, Health health) {
        boolean alive = state.alive();
        return new ServiceStatus(
                spec(name),
                state == ServiceState.STOPPED ? Desired.STOPPED : Desired.RUNNING,
                state,
                "because of " + state,
                Optional.of(name + "-1"),
                alive ? Optional.of(new ProcessIdentity("boot", 4711, 123_456)) : Optional.empty(),
                alive ? Optional.of(STARTED) : Optional.empty(),
                state == ServiceState.RUNNING,
                health,
                2,
                7,
                Optional.of(
                        new ExitRecord(
                                name + "-0", new ExitStatus.Killed(9, false), STARTED, false)),
                Optional.empty(),
                false,
                Optional.empty(),
                STARTED,
                1);
    }
}
