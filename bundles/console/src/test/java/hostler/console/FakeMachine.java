package hostler.console;

import hostler.core.api.AgentConfiguration;
import hostler.core.api.Desired;
import hostler.core.api.Health;
import hostler.core.api.Logging;
import hostler.core.api.PackageProblem;
import hostler.core.api.Recovery;
import hostler.core.api.ServiceControl;
import hostler.core.api.ServiceEvent;
import hostler.core.api.ServiceEvents;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/** A machine with one stopped service, which remembers what it was told. */
final class FakeMachine
        implements ServiceRegistry, ServiceControl, ServiceEvents, AgentConfiguration {
    final List<String> commanded = new ArrayList<>();
    private final ServiceStatus web = status();

    private static ServiceSpec spec() {
        return new ServiceSpec(
                new ServiceId("web"),
                "1",
                "",
                Path.of("/w/web/package.json"),
                "{}",
                new Startup(
                        "direct",
                        "web",
                        Optional.empty(),
                        List.of(),
                        Map.of(),
                        Path.of("/"),
                        Optional.empty(),
                        Optional.empty(),
                        Duration.ofSeconds(60),
                        Signal.TERM,
                        Duration.ofSeconds(10)),
                Optional.empty(),
                List.of(),
                new Recovery(true, 5, Duration.ZERO, 2, Duration.ZERO),
                new Logging(Path.of("/w/web.log"), 1, 1),
                false);
    }

    private static ServiceStatus status() {
        return new ServiceStatus(
                spec(),
                Desired.STOPPED,
                ServiceState.STOPPED,
                "stopped by root\u001b[2J",
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

    @Override
    public List<ServiceStatus> list() {
        return List.of(web);
    }

    @Override
    public Optional<ServiceStatus> find(ServiceId id) {
        return Optional.of(web).filter(status -> status.id().equals(id));
    }

    @Override
    public List<PackageProblem> problems() {
        return List.of(
                new PackageProblem(Path.of("/w/package.json"), 2, 3, "version", "wrong", true));
    }

    @Override
    public boolean settled() {
        return true;
    }

    @Override
    public CompletionStage<ServiceStatus> start(ServiceId id, String by) {
        return command("start " + id);
    }

    @Override
    public CompletionStage<ServiceStatus> stop(ServiceId id, boolean cascade, String by) {
        return command("stop " + id + (cascade ? " cascading" : ""));
    }

    @Override
    public CompletionStage<ServiceStatus> restart(ServiceId id, String by) {
        return command("restart " + id);
    }

    @Override
    public CompletionStage<ServiceStatus> pause(ServiceId id, String by) {
        return command("pause " + id);
    }

    @Override
    public CompletionStage<ServiceStatus> resume(ServiceId id, String by) {
        return command("resume " + id);
    }

    @Override
    public CompletionStage<ServiceStatus> signal(ServiceId id, Signal signal, String by) {
        return command("signal " + id + " " + signal);
    }

    @Override
    public CompletionStage<ServiceStatus> reload(ServiceId id, String by) {
        return command("reload " + id + " by " + by);
    }

    private CompletionStage<ServiceStatus> command(String text) {
        commanded.add(text);
        return CompletableFuture.completedFuture(web);
    }

    @Override
    public void rescan() {
        commanded.add("rescan");
    }

    @Override
    public List<ServiceEvent> history(ServiceId id, int limit) {
        return List.of(
                new ServiceEvent(
                        1, Instant.EPOCH, ServiceEvent.Kind.COMMAND, "somebody stopped it", web));
    }

    @Override
    public Subscription subscribe(Consumer<ServiceEvent> subscriber) {
        return () -> {};
    }

    @Override
    public Reload reload() {
        return new Reload(
                Instant.EPOCH,
                false,
                List.of("discovery.interval"),
                List.of("server.grpc_port"),
                List.of("agent.yaml:1:1: x"));
    }

    @Override
    public Reload last() {
        return reload();
    }
}
