package hostler.controller.grpc;

import hostler.core.api.Failure;
import hostler.core.api.PackageProblem;
import hostler.core.api.ServiceControl;
import hostler.core.api.ServiceEvent;
import hostler.core.api.ServiceEvents;
import hostler.core.api.ServiceException;
import hostler.core.api.ServiceId;
import hostler.core.api.ServiceRegistry;
import hostler.core.api.ServiceState;
import hostler.core.api.ServiceStatus;
import hostler.os.api.Signal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;

/** Core as the door sees it: services that the test puts there, and commands it can look at. */
final class FakeCore implements ServiceRegistry, ServiceControl, ServiceEvents {
    final List<PackageProblem> problems = new CopyOnWriteArrayList<>();
    final BlockingQueue<String> commands = new LinkedBlockingQueue<>();
    final BlockingQueue<String> subscriptions = new LinkedBlockingQueue<>();
    final Map<String, CompletableFuture<ServiceStatus>> stages = new ConcurrentHashMap<>();
    volatile ServiceException refusal;
    volatile RuntimeException bug;

    /** In the order in which they were put, which is not that of their names. */
    private final List<ServiceStatus> services = new CopyOnWriteArrayList<>();

    private final List<Consumer<ServiceEvent>> subscribers = new CopyOnWriteArrayList<>();
    private long sequence;

    void put(ServiceStatus status) {
        services.removeIf(known -> known.id().equals(status.id()));
        services.add(status);
    }

    /** Puts the service and tells it, on the caller's thread. */
    void happen(ServiceEvent.Kind kind, String message, ServiceStatus status) {
        put(status);
        ServiceEvent event = new ServiceEvent(++sequence, Instant.EPOCH, kind, message, status);
        subscribers.forEach(subscriber -> subscriber.accept(event));
    }

    void skipEvents(int count) {
        sequence += count;
    }

    void settle(String name, ServiceState state) {
        ServiceStatus status = Services.status(name, state);
        put(status);
        stages.get(name).complete(status);
    }

    @Override
    public List<ServiceStatus> list() {
        if (bug != null) {
            throw bug;
        }
        return List.copyOf(services);
    }

    @Override
    public Optional<ServiceStatus> find(ServiceId id) {
        return services.stream().filter(status -> status.id().equals(id)).findFirst();
    }

    @Override
    public List<PackageProblem> problems() {
        return problems;
    }

    @Override
    public boolean settled() {
        return true;
    }

    @Override
    public CompletionStage<ServiceStatus> start(ServiceId id, String by) throws ServiceException {
        return command("start " + id + " by " + by, id);
    }

    @Override
    public CompletionStage<ServiceStatus> stop(ServiceId id, boolean cascade, String by)
            throws ServiceException {
        return command("stop " + id + (cascade ? " cascading" : "") + " by " + by, id);
    }

    @Override
    public CompletionStage<ServiceStatus> restart(ServiceId id, String by) throws ServiceException {
        return command("restart " + id + " by " + by, id);
    }

    @Override
    public CompletionStage<ServiceStatus> pause(ServiceId id, String by) throws ServiceException {
        return command("pause " + id + " by " + by, id);
    }

    @Override
    public CompletionStage<ServiceStatus> resume(ServiceId id, String by) throws ServiceException {
        return command("resume " + id + " by " + by, id);
    }

    @Override
    public CompletionStage<ServiceStatus> signal(ServiceId id, Signal signal, String by)
            throws ServiceException {
        return command("signal " + id + " " + signal + " by " + by, id);
    }

    @Override
    public CompletionStage<ServiceStatus> reload(ServiceId id, String by) throws ServiceException {
        return command("reload " + id + " by " + by, id);
    }

    private CompletionStage<ServiceStatus> command(String command, ServiceId id)
            throws ServiceException {
        if (refusal != null) {
            throw refusal;
        }
        if (find(id).isEmpty()) {
            throw ServiceException.notFound(id.name());
        }
        CompletableFuture<ServiceStatus> stage =
                stages.computeIfAbsent(id.name(), name -> new CompletableFuture<>());
        commands.add(command);
        return stage;
    }

    @Override
    public void rescan() {
        commands.add("rescan");
    }

    @Override
    public List<ServiceEvent> history(ServiceId id, int limit) {
        List<ServiceEvent> history = new ArrayList<>();
        for (int i = 1; i <= limit; i++) {
            history.add(
                    new ServiceEvent(
                            i,
                            Instant.EPOCH,
                            ServiceEvent.Kind.STATE,
                            "event " + i,
                            find(id).orElseThrow()));
        }
        return history;
    }

    @Override
    public Subscription subscribe(Consumer<ServiceEvent> subscriber) {
        subscribers.add(subscriber);
        subscriptions.add("opened");
        return () -> {
            if (subscribers.remove(subscriber)) {
                subscriptions.add("closed");
            }
        };
    }

    static ServiceException failure(Failure failure, String message) {
        return new ServiceException(failure, message);
    }
}
