package hostler.cli.fleet;

import com.google.protobuf.Timestamp;
import hostler.proto.pb.ApplyConfigsReq;
import hostler.proto.pb.ApplyConfigsResp;
import hostler.proto.pb.ConfigItem;
import hostler.proto.pb.GetConfigsReq;
import hostler.proto.pb.GetConfigsResp;
import hostler.proto.pb.HealthGrpc;
import hostler.proto.pb.HealthStatus;
import hostler.proto.pb.ListHealthStatusesReq;
import hostler.proto.pb.ListHealthStatusesResp;
import hostler.proto.pb.PackageGrpc;
import hostler.proto.pb.ServiceHealth;
import hostler.proto.pb.StreamLogsReq;
import hostler.proto.pb.StreamLogsResp;
import hostler.proto.v1.AgentGrpc;
import hostler.proto.v1.CommandProgress;
import hostler.proto.v1.CommandRequest;
import hostler.proto.v1.Event;
import hostler.proto.v1.GetAgentRequest;
import hostler.proto.v1.GetAgentResponse;
import hostler.proto.v1.GetServiceRequest;
import hostler.proto.v1.GetServiceResponse;
import hostler.proto.v1.ListServicesRequest;
import hostler.proto.v1.ListServicesResponse;
import hostler.proto.v1.Service;
import hostler.proto.v1.State;
import hostler.proto.v1.WatchEventsRequest;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** An agent with invented services that are as well as the test wants. */
final class FleetAgent implements AutoCloseable {
    static final String CONFIG = "/etc/web/web.yaml";

    /** Every command that came. */
    final BlockingQueue<CommandRequest> commands = new LinkedBlockingQueue<>();

    /** Every configuration that came. */
    final BlockingQueue<ApplyConfigsReq> applied = new LinkedBlockingQueue<>();

    /** Whoever watches events. */
    final BlockingQueue<StreamObserver<Event>> watchers = new LinkedBlockingQueue<>();

    /** Whoever follows a log. */
    final BlockingQueue<StreamObserver<StreamLogsResp>> followers = new LinkedBlockingQueue<>();

    private final String code;
    private final List<String> services;
    private final Server server;
    private volatile HealthStatus health = HealthStatus.HEALTH_STATUS_HEALTHY;
    private final AtomicInteger wellLeft = new AtomicInteger(Integer.MAX_VALUE);
    private volatile String refusal = "";
    private volatile Runnable whenAsked = () -> {};
    private volatile Runnable whenCommanded = () -> {};

    FleetAgent(String code, String... services) throws IOException {
        this.code = code;
        this.services = List.of(services);
        this.server =
                NettyServerBuilder.forAddress(
                                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                        .addService(new Agent())
                        .addService(new Health())
                        .addService(new Packages())
                        .build()
                        .start();
    }

    String address() {
        return "127.0.0.1:" + server.getPort();
    }

    /** What it would have registered. */
    Registry.Entry entry() {
        return entry(code, address());
    }

    /** The value byte for byte as the Controller's contract has it. */
    static Registry.Entry entry(String code, String address) {
        return new Registry.Entry(
                RegistryEntries.PREFIX + address,
                ("{'Addr':'ADDRESS','MetadataX':{'Address':'ADDRESS','AppID':'CODE','Metadata':"
                                + "{'agent_code':'CODE','services':'[{\\'name\\':\\'svc1\\',\\'version\\':"
                                + "\\'1.0.1\\',\\'is_running\\':false,\\'duration\\':0}]'},"
                                + "'Name':'server-agent','Scheme':'grpc'},'Op':0}")
                        .replace('\'', '"')
                        .replace("ADDRESS", address)
                        .replace("CODE", code));
    }

    FleetAgent isFrom(HealthStatus status) {
        health = status;
        return this;
    }

    /** Is well so many times as it is asked about its health, and not afterwards. */
    FleetAgent fallsIllAfter(int questions) {
        wellLeft.set(questions);
        return this;
    }

    /** Becomes like that, and says so. */
    void becomes(HealthStatus status) {
        health = status;
        watchers.forEach(watcher -> watcher.onNext(Event.newBuilder().setKind("health").build()));
    }

    /** Fails every command and every configuration. */
    FleetAgent refuses(String reason) {
        refusal = reason;
        return this;
    }

    /** Does this before it answers a question. */
    FleetAgent whenAsked(Runnable action) {
        whenAsked = action;
        return this;
    }

    /** Does this when it is commanded, before it answers. */
    FleetAgent whenCommanded(Runnable action) {
        whenCommanded = action;
        return this;
    }

    @Override
    public void close() {
        server.shutdownNow();
    }

    private static <T> void answer(StreamObserver<T> observer, T value) {
        observer.onNext(value);
        observer.onCompleted();
    }

    private Service service(String name) {
        return Service.newBuilder().setName(name).setState(State.STATE_RUNNING).setPid(7).build();
    }

    private final class Agent extends AgentGrpc.AgentImplBase {
        @Override
        public void getAgent(GetAgentRequest request, StreamObserver<GetAgentResponse> observer) {
            answer(
                    observer,
                    GetAgentResponse.newBuilder()
                            .setCode(code)
                            .setVersion("0.1.0")
                            .setStartedAt(
                                    Timestamp.newBuilder()
                                            .setSeconds(Instant.now().getEpochSecond() - 3600))
                            .build());
        }

        @Override
        public void listServices(
                ListServicesRequest request, StreamObserver<ListServicesResponse> observer) {
            whenAsked.run();
            answer(
                    observer,
                    ListServicesResponse.newBuilder()
                            .setAgentCode(code)
                            .addAllServices(
                                    services.stream().map(FleetAgent.this::service).toList())
                            .build());
        }

        @Override
        public void getService(
                GetServiceRequest request, StreamObserver<GetServiceResponse> observer) {
            if (services.contains(request.getName())) {
                answer(
                        observer,
                        GetServiceResponse.newBuilder()
                                .setService(service(request.getName()))
                                .build());
            } else {
                observer.onError(
                        Status.NOT_FOUND.withDescription("not found").asRuntimeException());
            }
        }

        @Override
        public void command(CommandRequest request, StreamObserver<CommandProgress> observer) {
            commands.add(request);
            whenCommanded.run();
            for (String service : request.getServicesList()) {
                boolean ok = refusal.isEmpty();
                observer.onNext(
                        CommandProgress.newBuilder()
                                .setService(service)
                                .setState(ok ? State.STATE_RUNNING : State.STATE_FAILED)
                                .setMessage(refusal)
                                .setDone(true)
                                .setOk(ok)
                                .build());
            }
            observer.onCompleted();
        }

        @Override
        public void watchEvents(WatchEventsRequest request, StreamObserver<Event> observer) {
            watchers.add(observer);
        }
    }

    private final class Health extends HealthGrpc.HealthImplBase {
        @Override
        public void listHealthStatuses(
                ListHealthStatusesReq request, StreamObserver<ListHealthStatusesResp> observer) {
            if (wellLeft.getAndDecrement() == 0) {
                health = HealthStatus.HEALTH_STATUS_UNHEALTHY;
            }
            ListHealthStatusesResp.Builder answer = ListHealthStatusesResp.newBuilder();
            for (String service : services) {
                answer.addHealthStatuses(
                        ServiceHealth.newBuilder()
                                .setPackage(service)
                                .setStatus(health)
                                .setMessage("HTTP 500"));
            }
            answer(observer, answer.build());
        }
    }

    private final class Packages extends PackageGrpc.PackageImplBase {
        @Override
        public void streamLogs(StreamLogsReq request, StreamObserver<StreamLogsResp> observer) {
            for (int line = 1; line <= request.getTailLines(); line++) {
                observer.onNext(
                        StreamLogsResp.newBuilder().setLogLine(code + " line " + line).build());
            }
            if (request.getFollow()) {
                followers.add(observer);
            } else {
                answer(observer, StreamLogsResp.newBuilder().setIsEof(true).build());
            }
        }

        @Override
        public void getConfigs(GetConfigsReq request, StreamObserver<GetConfigsResp> observer) {
            answer(
                    observer,
                    GetConfigsResp.newBuilder()
                            .addConfigs(ConfigItem.newBuilder().setFileName(CONFIG))
                            .build());
        }

        @Override
        public void applyConfigs(
                ApplyConfigsReq request, StreamObserver<ApplyConfigsResp> observer) {
            applied.add(request);
            boolean ok = refusal.isEmpty();
            answer(
                    observer,
                    ApplyConfigsResp.newBuilder()
                            .setSuccess(ok)
                            .setMessage(ok ? "Configs applied successfully" : refusal)
                            .build());
        }
    }
}
