package hostler.cli;

import com.google.protobuf.Duration;
import com.google.protobuf.Timestamp;
import hostler.proto.pb.GetHealthHistoryReq;
import hostler.proto.pb.GetHealthHistoryResp;
import hostler.proto.pb.HealthGrpc;
import hostler.proto.pb.HealthHistoryEntry;
import hostler.proto.pb.HealthStatus;
import hostler.proto.pb.HealthStatusDetail;
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
import hostler.proto.v1.ListPluginsRequest;
import hostler.proto.v1.ListPluginsResponse;
import hostler.proto.v1.ListServicesRequest;
import hostler.proto.v1.ListServicesResponse;
import hostler.proto.v1.LogRecord;
import hostler.proto.v1.Plugin;
import hostler.proto.v1.PluginState;
import hostler.proto.v1.Problem;
import hostler.proto.v1.QueryLogsRequest;
import hostler.proto.v1.QueryLogsResponse;
import hostler.proto.v1.ReadLogRequest;
import hostler.proto.v1.Registration;
import hostler.proto.v1.RegistrationState;
import hostler.proto.v1.Reload;
import hostler.proto.v1.ReloadRequest;
import hostler.proto.v1.ReloadResponse;
import hostler.proto.v1.Service;
import hostler.proto.v1.State;
import hostler.proto.v1.Verdict;
import hostler.proto.v1.WatchEventsRequest;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.netty.shaded.io.netty.channel.MultiThreadIoEventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.epoll.EpollIoHandler;
import io.grpc.netty.shaded.io.netty.channel.epoll.EpollServerDomainSocketChannel;
import io.grpc.netty.shaded.io.netty.channel.unix.DomainSocketAddress;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

/** An agent with invented services, behind grpc-java's own server on both kinds of socket. */
final class FakeAgent implements AutoCloseable {

    /** Says "Unknown channel option" per connection; held, or its level would be forgotten. */
    private static final Logger BOOTSTRAP =
            Logger.getLogger("io.grpc.netty.shaded.io.netty.bootstrap");

    /** Every command that came. */
    final BlockingQueue<CommandRequest> commands = new LinkedBlockingQueue<>();

    /** Every query of logs that came. */
    final BlockingQueue<QueryLogsRequest> queries = new LinkedBlockingQueue<>();

    /** Every request to read a log that came. */
    final BlockingQueue<ReadLogRequest> reads = new LinkedBlockingQueue<>();

    /** Whoever reads a log. */
    final BlockingQueue<StreamObserver<LogRecord>> readers = new LinkedBlockingQueue<>();

    /** Whoever watches events. */
    final BlockingQueue<StreamObserver<Event>> watchers = new LinkedBlockingQueue<>();

    private final MultiThreadIoEventLoopGroup group =
            new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
    private final Server local;
    private final Server remote;

    FakeAgent(Path socket) throws IOException {
        BOOTSTRAP.setLevel(Level.OFF);
        Files.createDirectories(socket.getParent());
        local =
                services(
                                NettyServerBuilder.forAddress(
                                                new DomainSocketAddress(socket.toFile()))
                                        .channelType(EpollServerDomainSocketChannel.class)
                                        .bossEventLoopGroup(group)
                                        .workerEventLoopGroup(group))
                        .build()
                        .start();
        remote =
                services(
                                NettyServerBuilder.forAddress(
                                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)))
                        .build()
                        .start();
    }

    private NettyServerBuilder services(NettyServerBuilder builder) {
        return builder.addService(new Agent())
                .addService(new Health())
                .addService(new Logs())
                .addService(new FakeConfigs());
    }

    String address() {
        return "127.0.0.1:" + remote.getPort();
    }

    @Override
    public void close() {
        local.shutdownNow();
        remote.shutdownNow();
        if (!group.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(10_000)) {
            throw new IllegalStateException("the server does not end");
        }
    }

    private static Timestamp at(long seconds) {
        return Timestamp.newBuilder().setSeconds(seconds).setNanos(42_000_000).build();
    }

    private static Service web() {
        return Service.newBuilder()
                .setName("web")
                .setVersion("1.2.0")
                .setState(State.STATE_RUNNING)
                .setReason("started by root; its check passed")
                .setWanted(true)
                .setReady(true)
                .setHealth(Verdict.VERDICT_HEALTHY)
                .setHealthMessage("HTTP 200")
                .setPid(4711)
                .setStartedAt(at(1_767_225_600))
                .setUptime(Duration.newBuilder().setSeconds(3723))
                .setTotalRestarts(2)
                .setRestarts(1)
                .setLastExit("killed by signal 9")
                .setLastExitAt(at(1_767_225_599))
                .addDependencies("db")
                .setMethod("direct")
                .setCheck("http")
                .setSource("/srv/workspace/web/package.json")
                .setLaunchId("abc")
                .setStartTicks(99)
                .setSince(at(1_767_225_600))
                .build();
    }

    private static Service db() {
        return Service.newBuilder()
                .setName("db")
                .setState(State.STATE_FAILED)
                .setReason("given up after 5 restarts\u001b[2J")
                .build();
    }

    private static Problem problem() {
        return Problem.newBuilder()
                .setText("/srv/workspace/bad/package.json:3:5: version: a text was expected")
                .setFatal(true)
                .build();
    }

    private static State settled(String name) {
        return switch (name) {
            case "bad" -> State.STATE_FAILED;
            case "task" -> State.STATE_COMPLETED;
            default -> State.STATE_RUNNING;
        };
    }

    private static <T> void answer(StreamObserver<T> observer, T value) {
        observer.onNext(value);
        observer.onCompleted();
    }

    private final class Agent extends AgentGrpc.AgentImplBase {
        @Override
        public void getAgent(GetAgentRequest request, StreamObserver<GetAgentResponse> observer) {
            answer(
                    observer,
                    GetAgentResponse.newBuilder()
                            .setCode("agent-001")
                            .setVersion("0.1.0")
                            .setPid(1)
                            .setHome("/srv")
                            .addListeners("127.0.0.1:10380 (plaintext)")
                            .setLastReload(Reload.newBuilder().setAt(at(5)).addProblems("x:1: y"))
                            .addProblems(problem())
                            .addRegistrations(
                                    Registration.newBuilder()
                                            .setPlace("etcd 192.0.2.9:2379")
                                            .setState(
                                                    RegistrationState
                                                            .REGISTRATION_STATE_UNCONFIRMED)
                                            .setSince(at(5))
                                            .setCause("unreachable")
                                            .setReason("no answer"))
                            .build());
        }

        @Override
        public void listServices(
                ListServicesRequest request, StreamObserver<ListServicesResponse> observer) {
            answer(
                    observer,
                    ListServicesResponse.newBuilder()
                            .addServices(db())
                            .addServices(web())
                            .addProblems(problem())
                            .build());
        }

        @Override
        public void getService(
                GetServiceRequest request, StreamObserver<GetServiceResponse> observer) {
            if (!request.getName().equals("web")) {
                observer.onError(
                        Status.NOT_FOUND
                                .withDescription("service " + request.getName() + " not found")
                                .asRuntimeException());
                return;
            }
            answer(
                    observer,
                    GetServiceResponse.newBuilder()
                            .setService(web())
                            .addEvents(
                                    Event.newBuilder()
                                            .setSequence(1)
                                            .setAt(at(1_767_225_599))
                                            .setKind("exit")
                                            .setService("web")
                                            .setMessage("killed by signal 9; restarted at once"))
                            .build());
        }

        @Override
        public void command(CommandRequest request, StreamObserver<CommandProgress> observer) {
            commands.add(request);
            for (String name : request.getServicesList()) {
                if (name.equals("slow")) {
                    continue;
                }
                observer.onNext(
                        CommandProgress.newBuilder()
                                .setService(name)
                                .setState(State.STATE_STARTING)
                                .build());
                boolean ok = !name.equals("bad");
                observer.onNext(
                        CommandProgress.newBuilder()
                                .setService(name)
                                .setState(settled(name))
                                .setMessage(ok ? "ready" : "no such program: /bin/none")
                                .setDone(true)
                                .setOk(ok)
                                .build());
            }
            observer.onCompleted();
        }

        @Override
        public void watchEvents(WatchEventsRequest request, StreamObserver<Event> observer) {
            ((ServerCallStreamObserver<Event>) observer)
                    .setOnCancelHandler(() -> watchers.remove(observer));
            watchers.add(observer);
        }

        @Override
        public void queryLogs(
                QueryLogsRequest request, StreamObserver<QueryLogsResponse> observer) {
            queries.add(request);
            answer(
                    observer,
                    QueryLogsResponse.newBuilder()
                            .addLines("newest")
                            .addLines("older")
                            .setTotal(9)
                            .setHasMore(true)
                            .build());
        }

        @Override
        public void readLog(ReadLogRequest request, StreamObserver<LogRecord> observer) {
            reads.add(request);
            readers.add(observer);
        }

        @Override
        public void listPlugins(
                ListPluginsRequest request, StreamObserver<ListPluginsResponse> observer) {
            answer(
                    observer,
                    ListPluginsResponse.newBuilder()
                            .addPlugins(
                                    Plugin.newBuilder()
                                            .setName("health.dns")
                                            .setState(PluginState.PLUGIN_STATE_REFUSED)
                                            .setFile("/srv/deploy/dns.jar")
                                            .setReason("truncated"))
                            .build());
        }

        @Override
        public void reload(ReloadRequest request, StreamObserver<ReloadResponse> observer) {
            answer(
                    observer,
                    ReloadResponse.newBuilder()
                            .setReload(
                                    Reload.newBuilder()
                                            .setAt(at(5))
                                            .setApplied(false)
                                            .addProblems("agent.yaml:2:3: agent.cod: unknown"))
                            .build());
        }
    }

    private static final class Health extends HealthGrpc.HealthImplBase {
        @Override
        public void listHealthStatuses(
                ListHealthStatusesReq request, StreamObserver<ListHealthStatusesResp> observer) {
            answer(
                    observer,
                    ListHealthStatusesResp.newBuilder()
                            .addHealthStatuses(
                                    ServiceHealth.newBuilder()
                                            .setPackage("web")
                                            .setStatus(HealthStatus.HEALTH_STATUS_DEGRADED)
                                            .setMessage("slow")
                                            .addDetails(
                                                    HealthStatusDetail.newBuilder()
                                                            .setCheckType("http")
                                                            .setResponseTimeMs(12)))
                            .build());
        }

        @Override
        public void getHealthHistory(
                GetHealthHistoryReq request, StreamObserver<GetHealthHistoryResp> observer) {
            GetHealthHistoryResp.Builder history =
                    GetHealthHistoryResp.newBuilder().setPackage(request.getPackage());
            for (int i = 0; i < request.getLimit(); i++) {
                history.addEntries(
                        HealthHistoryEntry.newBuilder()
                                .setStatus(HealthStatus.HEALTH_STATUS_UNHEALTHY)
                                .setTimestamp(at(i))
                                .setError("connection refused"));
            }
            answer(observer, history.build());
        }
    }

    private static final class Logs extends PackageGrpc.PackageImplBase {
        @Override
        public void streamLogs(StreamLogsReq request, StreamObserver<StreamLogsResp> observer) {
            for (int i = request.getTailLines(); i > 0; i--) {
                observer.onNext(StreamLogsResp.newBuilder().setLogLine("line " + i).build());
            }
            answer(observer, StreamLogsResp.newBuilder().setIsEof(true).build());
        }
    }
}
