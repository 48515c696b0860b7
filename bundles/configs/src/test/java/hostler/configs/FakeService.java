package hostler.configs;

import hostler.core.api.Desired;
import hostler.core.api.Failure;
import hostler.core.api.Health;
import hostler.core.api.Logging;
import hostler.core.api.PackageProblem;
import hostler.core.api.Recovery;
import hostler.core.api.ServiceConfiguration;
import hostler.core.api.ServiceControl;
import hostler.core.api.ServiceEvent;
import hostler.core.api.ServiceEvents;
import hostler.core.api.ServiceException;
import hostler.core.api.ServiceId;
import hostler.core.api.ServiceRegistry;
import hostler.core.api.ServiceSpec;
import hostler.core.api.ServiceState;
import hostler.core.api.ServiceStatus;
import hostler.core.api.Startup;
import hostler.core.api.Verdict;
import hostler.health.api.CheckResult;
import hostler.health.api.HealthBook;
import hostler.health.api.HealthEntry;
import hostler.health.api.ServiceHealth;
import hostler.os.api.ExitRecord;
import hostler.os.api.ExitStatus;
import hostler.os.api.ProcessIdentity;
import hostler.os.api.Signal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * The only service of a machine, and who supervises it. What becomes of it after it is told depends
 * on the text of its main file: "crash" it ends, "replaced" it ends and is launched again before it
 * is told how it ended, "unready" it never is, "sick" its check fails, "by hand" somebody restarts
 * it at once, anything else it works with.
 */
final class FakeService implements ServiceRegistry, ServiceControl, ServiceEvents {
    static final ServiceId WEB = new ServiceId("web");

    /** What it was told, in order. */
    final List<String> told = new CopyOnWriteArrayList<>();

    /** How many look closely now. */
    final AtomicInteger watchers = new AtomicInteger();

    private final List<Consumer<ServiceEvent>> subscribers = new CopyOnWriteArrayList<>();
    private volatile ServiceStatus status;
    private volatile Optional<String> refusal = Optional.empty();
    private volatile Optional<ServiceException> reloadFailure = Optional.empty();
    private volatile Optional<CompletableFuture<ServiceStatus>> settling = Optional.empty();
    private volatile CheckResult check = CheckResult.ok("fine");
    private volatile Optional<ExitRecord> lastExit = Optional.empty();
    private long launches = 1;
    private long restarts;
    private long sequence;

    FakeService(Path source, ServiceConfiguration configuration) {
        status = status(spec(source, configuration), Desired.RUNNING, ServiceState.RUNNING);
    }

    private static ServiceSpec spec(Path source, ServiceConfiguration configuration) {
        return new ServiceSpec(
                WEB,
                "1",
                "",
                source,
                "{\"package\":\"web\"}",
                new Startup(
                        "direct",
                        "web",
                        Optional.of(Path.of("/bin/true")),
                        List.of(),
                        Map.of(),
                        Path.of("/"),
                        Optional.empty(),
                        Optional.empty(),
                        Duration.ofSeconds(10),
                        Signal.TERM,
                        Duration.ofSeconds(1)),
                Optional.empty(),
                List.of(),
                new Recovery(true, 5, Duration.ofSeconds(5), 2, Duration.ofSeconds(60)),
                new Logging(Path.of("/dev/null"), 1, 1),
                false,
                configuration);
    }

    private ServiceStatus status(ServiceSpec spec, Desired desired, ServiceState state) {
        boolean alive = state.alive();
        return new ServiceStatus(
                spec,
                desired,
                state,
                "because it is " + state + lastExit.map(exit -> ", " + exit.describe()).orElse(""),
                Optional.of("launch-" + launches),
                alive ? Optional.of(new ProcessIdentity("boot", 4711, launches)) : Optional.empty(),
                Optional.empty(),
                state == ServiceState.RUNNING,
                new Health(Verdict.HEALTHY, "fine"),
                0,
                restarts,
                lastExit,
                Optional.empty(),
                false,
                Optional.empty(),
                Instant.EPOCH,
                ++sequence);
    }

    /** From now on it is in another state. */
    void is(ServiceState state) {
        boolean wanted = state != ServiceState.STOPPED && state != ServiceState.FAILED;
        become(wanted ? Desired.RUNNING : Desired.STOPPED, state);
    }

    /** From now on its package says something else. */
    void packaged(ServiceConfiguration configuration, String document) throws IOException {
        ServiceSpec old = status.spec();
        Files.writeString(old.source(), document);
        ServiceSpec spec =
                new ServiceSpec(
                        old.id(),
                        old.version(),
                        old.description(),
                        old.source(),
                        document,
                        old.startup(),
                        old.healthCheck(),
                        old.dependencies(),
                        old.recovery(),
                        old.logging(),
                        old.autostart(),
                        configuration);
        status = status(spec, status.desired(), status.state());
    }

    /** From now on no command is taken. */
    void refuse(String why) {
        refusal = Optional.of(why);
    }

    /** From now on it is restarted as always, and nobody is told before this completes. */
    void settleWith(CompletableFuture<ServiceStatus> settled) {
        settling = Optional.of(settled);
    }

    /** From now on its reloads fail. */
    void failToReload(String why) {
        reloadFailure = Optional.of(new ServiceException(Failure.FAILED_PRECONDITION, why));
    }

    private CompletionStage<ServiceStatus> settled(CompletionStage<ServiceStatus> taken) {
        return settling.<CompletionStage<ServiceStatus>>map(stage -> stage).orElse(taken);
    }

    private synchronized void become(Desired desired, ServiceState state) {
        status = status(status.spec(), desired, state);
        ServiceEvent event =
                new ServiceEvent(
                        status.revision(),
                        Instant.EPOCH,
                        ServiceEvent.Kind.STATE,
                        "became " + state,
                        status);
        subscribers.forEach(subscriber -> subscriber.accept(event));
    }

    private String text() {
        try {
            Path file = status.spec().configuration().files().getFirst().path();
            return Files.exists(file) ? Files.readString(file, StandardCharsets.ISO_8859_1) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private CompletionStage<ServiceStatus> command(String command) throws ServiceException {
        if (refusal.isPresent()) {
            throw new ServiceException(Failure.FAILED_PRECONDITION, refusal.get());
        }
        told.add(command);
        return CompletableFuture.completedFuture(status);
    }

    private void react() {
        String text = text();
        check = text.contains("sick") ? CheckResult.critical("HTTP 503") : CheckResult.ok("fine");
        if (text.contains("crash")) {
            lastExit = exit();
            become(Desired.RUNNING, ServiceState.RESTARTING);
        } else if (text.contains("replaced")) {
            beReplaced();
        } else {
            become(
                    Desired.RUNNING,
                    text.contains("unready") ? ServiceState.STARTING : ServiceState.RUNNING);
        }
        if (text.contains("by hand")) {
            launches++;
            become(Desired.RUNNING, ServiceState.RUNNING);
        }
    }

    private Optional<ExitRecord> exit() {
        return Optional.of(
                new ExitRecord(
                        "launch-" + launches, new ExitStatus.Exited(7), Instant.EPOCH, false));
    }

    private void beReplaced() {
        Optional<ExitRecord> exit = exit();
        become(Desired.RUNNING, ServiceState.RUNNING);
        launches++;
        restarts++;
        become(Desired.RUNNING, ServiceState.RUNNING);
        lastExit = exit;
        become(Desired.RUNNING, ServiceState.RUNNING);
    }

    @Override
    public CompletionStage<ServiceStatus> restart(ServiceId id, String by) throws ServiceException {
        CompletionStage<ServiceStatus> taken = command("restart by " + by);
        become(Desired.RUNNING, ServiceState.STOPPING);
        launches++;
        become(Desired.RUNNING, ServiceState.STARTING);
        react();
        return settled(taken);
    }

    @Override
    public CompletionStage<ServiceStatus> signal(ServiceId id, Signal signal, String by)
            throws ServiceException {
        CompletionStage<ServiceStatus> taken = command(signal + " by " + by);
        react();
        return taken;
    }

    @Override
    public CompletionStage<ServiceStatus> reload(ServiceId id, String by) throws ServiceException {
        CompletionStage<ServiceStatus> taken = command("reload by " + by);
        react();
        return reloadFailure
                .<CompletionStage<ServiceStatus>>map(CompletableFuture::failedStage)
                .orElse(taken);
    }

    @Override
    public List<ServiceStatus> list() {
        return List.of(status);
    }

    @Override
    public Optional<ServiceStatus> find(ServiceId id) {
        return id.equals(WEB) ? Optional.of(status) : Optional.empty();
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
    public CompletionStage<ServiceStatus> start(ServiceId id, String by) {
        throw new AssertionError("nobody starts it");
    }

    @Override
    public CompletionStage<ServiceStatus> stop(ServiceId id, boolean cascade, String by) {
        throw new AssertionError("nobody stops it");
    }

    @Override
    public CompletionStage<ServiceStatus> pause(ServiceId id, String by) {
        throw new AssertionError("nobody pauses it");
    }

    @Override
    public CompletionStage<ServiceStatus> resume(ServiceId id, String by) {
        throw new AssertionError("nobody resumes it");
    }

    @Override
    public void rescan() {
        throw new AssertionError("nobody looks for packages");
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

    /** What its checks find. */
    HealthBook health() {
        return new Book();
    }

    private final class Book implements HealthBook {
        @Override
        public List<ServiceHealth> list() {
            throw new AssertionError("nobody asks for all");
        }

        @Override
        public ServiceHealth find(ServiceId id) {
            throw new AssertionError("nobody asks without looking closely");
        }

        @Override
        public List<HealthEntry> history(ServiceId id, int limit) {
            throw new AssertionError("nobody asks for the past");
        }

        @Override
        public CloseWatch watchClosely(ServiceId id, Duration interval) {
            watchers.incrementAndGet();
            return new CloseWatch() {
                @Override
                public Optional<HealthEntry> last() {
                    return Optional.of(
                            new HealthEntry(
                                    Verdict.HEALTHY, check, Instant.EPOCH, "fake", Duration.ZERO));
                }

                @Override
                public void close() {
                    watchers.decrementAndGet();
                }
            };
        }
    }
}
