package hostler.metrics;

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
import hostler.os.api.ProcessIdentity;
import hostler.os.api.Signal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Services to test with. */
record Services(List<ServiceStatus> list, boolean settled) implements ServiceRegistry {

    static Services of(ServiceStatus... services) {
        return new Services(List.of(services), true);
    }

    static ProcessIdentity main(int pid) {
        return new ProcessIdentity("boot", pid, 1);
    }

    static ServiceStatus running(String name, int pid) {
        return status(name, ServiceState.RUNNING, Optional.of(main(pid)));
    }

    static ServiceStatus stopped(String name) {
        return status(name, ServiceState.STOPPED, Optional.empty());
    }

    private static ServiceStatus status(
            String name, ServiceState state, Optional<ProcessIdentity> main) {
        return new ServiceStatus(
                spec(name),
                Desired.RUNNING,
                state,
                "because",
                Optional.empty(),
                main,
                Optional.empty(),
                false,
                Health.NONE,
                1,
                3,
                Optional.empty(),
                Optional.empty(),
                false,
                Optional.empty(),
                Instant.EPOCH,
                1);
    }

    private static ServiceSpec spec(String name) {
        return new ServiceSpec(
                new ServiceId(name),
                "1",
                "",
                Path.of("/srv", name, "package.json"),
                "{}",
                new Startup(
                        "direct",
                        name,
                        Optional.empty(),
                        List.of(),
                        Map.of(),
                        Path.of("/"),
                        Optional.empty(),
                        Optional.empty(),
                        Duration.ofSeconds(1),
                        Signal.TERM,
                        Duration.ofSeconds(1)),
                Optional.empty(),
                List.of(),
                new Recovery(true, 5, Duration.ofSeconds(5), 2, Duration.ofSeconds(60)),
                new Logging(Path.of("/var/log/x.log"), 1_000_000, 3),
                false);
    }

    @Override
    public Optional<ServiceStatus> find(ServiceId id) {
        return list.stream().filter(service -> service.id().equals(id)).findFirst();
    }

    @Override
    public List<PackageProblem> problems() {
        return List.of();
    }
}
