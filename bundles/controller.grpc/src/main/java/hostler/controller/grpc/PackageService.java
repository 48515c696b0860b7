package hostler.controller.grpc;

import com.google.protobuf.Empty;
import hostler.core.api.AgentInfo;
import hostler.core.api.ServiceException;
import hostler.core.api.ServiceId;
import hostler.core.api.ServiceStatus;
import hostler.logs.api.ServiceLogs;
import hostler.proto.pb.ApplyConfigsReq;
import hostler.proto.pb.ApplyConfigsResp;
import hostler.proto.pb.GetConfigsReq;
import hostler.proto.pb.GetConfigsResp;
import hostler.proto.pb.GetRecentLogsReq;
import hostler.proto.pb.GetRecentLogsResp;
import hostler.proto.pb.PackItem;
import hostler.proto.pb.PackageGrpc;
import hostler.proto.pb.PackageListResp;
import hostler.proto.pb.QueryLogsReq;
import hostler.proto.pb.QueryLogsResp;
import hostler.proto.pb.RestartReq;
import hostler.proto.pb.StartReq;
import hostler.proto.pb.StopReq;
import hostler.proto.pb.StreamLogsReq;
import hostler.proto.pb.StreamLogsResp;
import io.grpc.stub.StreamObserver;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;

/**
 * {@code pb.Package}: the services of this machine, as the Controller knows them. Start, Stop and
 * Restart answer at once; what cannot be decided at once shows in the state of the service.
 */
final class PackageService extends PackageGrpc.PackageImplBase {
    /** What a count of 0 or less means. */
    static final int DEFAULT_LINES = 100;

    /** How much one answer of log lines may weigh: clients refuse messages beyond 4 MiB. */
    static final int MAX_ANSWER_BYTES = 3 * 1024 * 1024;

    private final Backends backends;
    private final LogStreaming streaming;
    private final LogQueries queries;
    private final PackageConfigs configs;
    private final InstantSource clock;

    PackageService(Backends backends, OpenStreams open, InstantSource clock) {
        this.backends = backends;
        this.streaming = new LogStreaming(backends.logs(), open);
        this.queries = new LogQueries(backends.logs(), open);
        this.configs = new PackageConfigs(backends.configs());
        this.clock = clock;
    }

    /** Commands a service on behalf of somebody. */
    private interface Order {
        void give(ServiceId id, String by) throws ServiceException;
    }

    @Override
    public void start(StartReq request, StreamObserver<Empty> caller) {
        command(
                request.getPackage(),
                caller,
                (id, by) -> {
                    var _ = backends.control().start(id, by);
                });
    }

    @Override
    public void stop(StopReq request, StreamObserver<Empty> caller) {
        command(
                request.getPackage(),
                caller,
                (id, by) -> {
                    var _ = backends.control().stop(id, false, by);
                });
    }

    @Override
    public void restart(RestartReq request, StreamObserver<Empty> caller) {
        command(
                request.getPackage(),
                caller,
                (id, by) -> {
                    var _ = backends.control().restart(id, by);
                });
    }

    private static void command(String name, StreamObserver<Empty> caller, Order order) {
        Answers.answer(
                caller,
                () -> {
                    order.give(Answers.service(name), Caller.CURRENT.get().name());
                    return Empty.getDefaultInstance();
                });
    }

    @Override
    public void packageList(Empty request, StreamObserver<PackageListResp> caller) {
        Answers.answer(caller, this::packages);
    }

    private PackageListResp packages() {
        AgentInfo agent = backends.agent();
        Instant now = clock.instant();
        return PackageListResp.newBuilder()
                .setAgentCode(agent.code())
                .addAllPackages(
                        backends.registry().list().stream()
                                .sorted(Comparator.comparing(ServiceStatus::id))
                                .map(status -> item(status, now))
                                .toList())
                .build();
    }

    private static PackItem item(ServiceStatus status, Instant now) {
        boolean running =
                switch (status.state()) {
                    case STARTING, RUNNING, PAUSED -> true;
                    default -> false;
                };
        return PackItem.newBuilder()
                .setPackage(status.id().name())
                .setIsRunning(running)
                .setSchema(status.spec().document())
                .setVersion(status.spec().version())
                .setRunningDuration(running ? Wire.elapsed(status.startedAt(), now).toSeconds() : 0)
                .build();
    }

    @Override
    public void getConfigs(GetConfigsReq request, StreamObserver<GetConfigsResp> caller) {
        Answers.answer(caller, () -> configs.get(request));
    }

    @Override
    public void applyConfigs(ApplyConfigsReq request, StreamObserver<ApplyConfigsResp> caller) {
        Answers.answer(caller, () -> configs.apply(request));
    }

    @Override
    public void getRecentLogs(GetRecentLogsReq request, StreamObserver<GetRecentLogsResp> caller) {
        Answers.answer(
                caller,
                () -> {
                    ServiceId id = Answers.service(request.getPackage());
                    List<String> lines =
                            backends.logs().get().recent(id, lines(request.getCount()));
                    return GetRecentLogsResp.newBuilder().addAllLogs(newest(lines)).build();
                });
    }

    private static int lines(int asked) {
        return asked <= 0 ? DEFAULT_LINES : Math.min(asked, ServiceLogs.MAX_LINES);
    }

    /** As many of the newest lines as fit into one answer. */
    private static List<String> newest(List<String> lines) {
        int from = lines.size();
        long bytes = 0;
        while (from > 0) {
            bytes += lines.get(from - 1).getBytes(StandardCharsets.UTF_8).length;
            if (bytes > MAX_ANSWER_BYTES) {
                break;
            }
            from--;
        }
        return lines.subList(from, lines.size());
    }

    @Override
    public void streamLogs(StreamLogsReq request, StreamObserver<StreamLogsResp> caller) {
        streaming.stream(request, caller);
    }

    @Override
    public void queryLogs(QueryLogsReq request, StreamObserver<QueryLogsResp> caller) {
        queries.query(request, caller);
    }
}
