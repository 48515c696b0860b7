package hostler.controller.grpc;

import hostler.core.api.AgentConfiguration;
import hostler.core.api.AgentInfo;
import hostler.core.api.Failure;
import hostler.core.api.PackageProblem;
import hostler.core.api.ServiceEvents;
import hostler.core.api.ServiceException;
import hostler.core.api.ServiceId;
import hostler.core.api.ServiceStatus;
import hostler.proto.v1.AgentGrpc;
import hostler.proto.v1.CommandProgress;
import hostler.proto.v1.CommandRequest;
import hostler.proto.v1.Event;
import hostler.proto.v1.GetAgentRequest;
import hostler.proto.v1.GetAgentResponse;
import hostler.proto.v1.GetServiceRequest;
import hostler.proto.v1.GetServiceResponse;
import hostler.proto.v1.ListPluginsRequest;
import hostler.proto.v1.ListPluginsResponse;
import hostler.proto.v1.ListServicesRequest;
import hostler.proto.v1.ListServicesResponse;
import hostler.proto.v1.LogRecord;
import hostler.proto.v1.Problem;
import hostler.proto.v1.QueryLogsRequest;
import hostler.proto.v1.QueryLogsResponse;
import hostler.proto.v1.ReadLogRequest;
import hostler.proto.v1.ReloadRequest;
import hostler.proto.v1.ReloadResponse;
import hostler.proto.v1.WatchEventsRequest;
import io.grpc.stub.StreamObserver;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/** {@code hostler.v1.Agent}: the agent itself, why services are as they are, commands, plugins. */
final class AgentService extends AgentGrpc.AgentImplBase {
    /** What 0 events means. */
    static final int DEFAULT_EVENTS = 20;

    static final int MAX_EVENTS = 1_000;

    private final Backends backends;
    private final Supplier<List<String>> listeners;
    private final OpenStreams open;
    private final LogQueries queries;
    private final LogReading reading;
    private final InstantSource clock;

    /**
     * @param listeners where the agent listens, one line each
     */
    AgentService(
            Backends backends,
            Supplier<List<String>> listeners,
            OpenStreams open,
            InstantSource clock) {
        this.backends = backends;
        this.listeners = listeners;
        this.open = open;
        this.queries = new LogQueries(backends.logs(), open);
        this.reading = new LogReading(backends.logs(), open);
        this.clock = clock;
    }

    @Override
    public void getAgent(GetAgentRequest request, StreamObserver<GetAgentResponse> caller) {
        Answers.answer(caller, this::agent);
    }

    private GetAgentResponse agent() {
        AgentInfo agent = backends.agent();
        GetAgentResponse.Builder answer =
                GetAgentResponse.newBuilder()
                        .setCode(agent.code())
                        .setVersion(agent.version())
                        .setPid(agent.pid())
                        .setStartedAt(Wire.timestamp(agent.startedAt()))
                        .setHome(agent.home().toString())
                        .setWorkspace(agent.workspace().toString())
                        .addAllListeners(listeners.get())
                        .addAllTroubles(agent.troubles())
                        .addAllProblems(problems())
                        .addAllRegistrations(
                                backends.registrars().get().stream()
                                        .map(RegistrationWire::registration)
                                        .toList());
        backends.configuration()
                .now()
                .map(AgentConfiguration::last)
                .ifPresent(last -> answer.setLastReload(Wire.reload(last)));
        return answer.build();
    }

    private List<Problem> problems() {
        return backends.registry().problems().stream().map(Wire::problem).toList();
    }

    @Override
    public void listServices(
            ListServicesRequest request, StreamObserver<ListServicesResponse> caller) {
        Answers.answer(caller, this::services);
    }

    private ListServicesResponse services() {
        Instant now = clock.instant();
        return ListServicesResponse.newBuilder()
                .setAgentCode(backends.agent().code())
                .addAllServices(
                        backends.registry().list().stream()
                                .sorted(Comparator.comparing(ServiceStatus::id))
                                .map(status -> Wire.service(status, now))
                                .toList())
                .addAllProblems(problems())
                .build();
    }

    @Override
    public void getService(GetServiceRequest request, StreamObserver<GetServiceResponse> caller) {
        Answers.answer(caller, () -> service(request));
    }

    private GetServiceResponse service(GetServiceRequest request) throws ServiceException {
        ServiceStatus status = find(request.getName());
        return GetServiceResponse.newBuilder()
                .setService(Wire.service(status, clock.instant()))
                .addAllEvents(
                        backends.events().history(status.id(), events(request.getEvents())).stream()
                                .map(Wire::event)
                                .toList())
                .build();
    }

    private static int events(int asked) {
        return asked <= 0 ? DEFAULT_EVENTS : Math.min(asked, MAX_EVENTS);
    }

    private ServiceStatus find(String name) throws ServiceException {
        try {
            ServiceId id = Answers.service(name);
            return backends.registry().find(id).orElseThrow(() -> ServiceException.notFound(name));
        } catch (ServiceException e) {
            throw e.failure() == Failure.NOT_FOUND ? explained(e, name) : e;
        }
    }

    /** Adds what is wrong with the package.json that looks like the one that is missed. */
    private ServiceException explained(ServiceException notFound, String name) {
        List<String> reasons =
                backends.registry().problems().stream()
                        .filter(problem -> concerns(problem, name))
                        .map(PackageProblem::toString)
                        .toList();
        return reasons.isEmpty()
                ? notFound
                : new ServiceException(
                        Failure.NOT_FOUND,
                        notFound.getMessage()
                                + "; its package.json is not usable: "
                                + String.join("; ", reasons));
    }

    /** A broken file may not even tell its package: then the directory's name stands for it. */
    private static boolean concerns(PackageProblem problem, String name) {
        Path directory = problem.file().toAbsolutePath().getParent();
        boolean sameDirectory =
                directory != null && name.equals(String.valueOf(directory.getFileName()));
        return problem.fatal() && (sameDirectory || problem.message().contains("'" + name + "'"));
    }

    @Override
    public void command(CommandRequest request, StreamObserver<CommandProgress> caller) {
        String by = Caller.CURRENT.get().name();
        OutboundStream<CommandProgress> stream = OutboundStream.to(caller, open);
        stream.run(
                "grpc-command",
                () -> new CommandRun(backends, CommandOrder.of(request), by, stream).run());
    }

    @Override
    public void watchEvents(WatchEventsRequest request, StreamObserver<Event> caller) {
        Set<String> wanted = Set.copyOf(request.getServicesList());
        OutboundStream<Event> stream = OutboundStream.to(caller, open);
        // The subscription's own thread waits for a slow client; what it then misses is dropped
        // there, and the sequence shows it.
        ServiceEvents.Subscription subscription =
                backends.events()
                        .subscribe(
                                event -> {
                                    if (wanted.isEmpty()
                                            || wanted.contains(event.service().name())) {
                                        stream.sendOrDrop(Wire.event(event));
                                    }
                                });
        stream.whenEnded(subscription::close);
    }

    @Override
    public void queryLogs(QueryLogsRequest request, StreamObserver<QueryLogsResponse> caller) {
        queries.query(request, caller);
    }

    @Override
    public void readLog(ReadLogRequest request, StreamObserver<LogRecord> caller) {
        reading.read(request, caller);
    }

    @Override
    public void listPlugins(
            ListPluginsRequest request, StreamObserver<ListPluginsResponse> caller) {
        Answers.answer(
                caller,
                () ->
                        ListPluginsResponse.newBuilder()
                                .addAllPlugins(
                                        backends.plugins().get().list().stream()
                                                .map(Wire::plugin)
                                                .toList())
                                .build());
    }

    @Override
    public void reload(ReloadRequest request, StreamObserver<ReloadResponse> caller) {
        Answers.answer(
                caller,
                () -> {
                    AgentConfiguration.Reload reload = backends.configuration().get().reload();
                    backends.control().rescan();
                    return ReloadResponse.newBuilder()
                            .setReload(Wire.reload(reload))
                            .addAllProblems(problems())
                            .build();
                });
    }
}
