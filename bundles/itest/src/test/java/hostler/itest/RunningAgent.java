package hostler.itest;

import hostler.proto.v1.AgentGrpc;
import hostler.proto.v1.GetAgentRequest;
import hostler.proto.v1.GetServiceRequest;
import hostler.proto.v1.GetServiceResponse;
import hostler.proto.v1.ListPluginsRequest;
import hostler.proto.v1.ListServicesRequest;
import hostler.proto.v1.Plugin;
import hostler.proto.v1.Service;
import hostler.proto.v1.State;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.netty.channel.EventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.MultiThreadIoEventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.epoll.EpollDomainSocketChannel;
import io.grpc.netty.shaded.io.netty.channel.epoll.EpollIoHandler;
import io.grpc.netty.shaded.io.netty.channel.unix.DomainSocketAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.awaitility.Awaitility;

/** An agent on a directory of its own, seen through its local socket. */
abstract class RunningAgent implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** Warns of every connection, that a local socket has no SO_KEEPALIVE. */
    private static final Logger NETTY = Logger.getLogger("io.grpc.netty.shaded.io.netty.bootstrap");

    static {
        NETTY.setLevel(Level.SEVERE);
    }

    private final Path home;
    private final EventLoopGroup events =
            new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
    private final ManagedChannel channel;
    private final int grpcPort = Ports.free();
    private final int httpPort = Ports.free();

    RunningAgent(Path home) throws IOException {
        this.home = home;
        Files.createDirectories(home.resolve("workspace"));
        configure("");
        channel =
                NettyChannelBuilder.forAddress(new DomainSocketAddress(socket().toFile()))
                        .channelType(EpollDomainSocketChannel.class)
                        .eventLoopGroup(events)
                        .usePlaintext()
                        .build();
    }

    /** Writes agent.yaml by rename, as a careful operator does. */
    void configure(String yaml) throws IOException {
        Path conf = Files.createDirectories(home.resolve("conf"));
        String ports = "server:\n  grpc_port: %d\n  http_port: %d\n".formatted(grpcPort, httpPort);
        Path fresh = Files.writeString(conf.resolve(".agent.yaml.new"), ports + yaml);
        Files.move(
                fresh,
                conf.resolve("agent.yaml"),
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
    }

    /** Whether it answers on its local socket. */
    final boolean answers() {
        try {
            agent().getAgent(GetAgentRequest.getDefaultInstance());
            return true;
        } catch (StatusRuntimeException e) {
            channel.resetConnectBackoff();
            return false;
        }
    }

    Workspace workspace() {
        return new Workspace(home.resolve("workspace"));
    }

    Path home() {
        return home;
    }

    Path deploy() {
        return home.resolve("deploy");
    }

    Path socket() {
        return home.resolve("var/run/agent.sock");
    }

    int grpcPort() {
        return grpcPort;
    }

    int httpPort() {
        return httpPort;
    }

    ManagedChannel channel() {
        return channel;
    }

    AgentGrpc.AgentBlockingStub agent() {
        return AgentGrpc.newBlockingStub(channel).withDeadlineAfter(20, TimeUnit.SECONDS);
    }

    List<Service> services() {
        return agent().listServices(ListServicesRequest.getDefaultInstance()).getServicesList();
    }

    Optional<Service> service(String name) {
        return services().stream().filter(service -> service.getName().equals(name)).findFirst();
    }

    GetServiceResponse explained(String name) {
        return agent().getService(
                        GetServiceRequest.newBuilder().setName(name).setEvents(100).build());
    }

    /**
     * The true identities of all services that run, by name; who has ended meanwhile is left out.
     */
    Map<String, Identity> identities() {
        Map<String, Identity> running = new TreeMap<>();
        for (Service service : services()) {
            Optional.of(service.getPid())
                    .filter(pid -> pid > 0)
                    .flatMap(Identity::of)
                    .ifPresent(identity -> running.put(service.getName(), identity));
        }
        return running;
    }

    Plugin plugin(String name) {
        return agent()
                .listPlugins(ListPluginsRequest.getDefaultInstance())
                .getPluginsList()
                .stream()
                .filter(plugin -> plugin.getName().equals(name))
                .findFirst()
                .orElse(Plugin.getDefaultInstance());
    }

    Service awaitState(String name, State state) {
        return awaitService(name, service -> service.getState() == state);
    }

    Service awaitService(String name, Predicate<Service> condition) {
        return Awaitility.await(name)
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> service(name).filter(condition), Optional::isPresent)
                .orElseThrow();
    }

    void await(String what, Callable<Boolean> condition) {
        Awaitility.await(what)
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .until(condition);
    }

    void awaitRunning(int count) {
        await(
                count + " services run",
                () ->
                        services().stream().filter(s -> s.getState() == State.STATE_RUNNING).count()
                                == count);
    }

    /** Runs the command line on this agent. */
    Outcome hostler(String... arguments) throws IOException, InterruptedException {
        return Outcome.of(home, arguments);
    }

    /** Ends the services, their children and the client; the agent itself is the subclass's. */
    @Override
    public void close() {
        channel.shutdownNow();
        events.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(5, TimeUnit.SECONDS);
        // Until nobody is left who could write into a directory that is being deleted.
        await(
                "everything has ended",
                () -> {
                    List<Identity> left = Leftovers.of(home);
                    left.forEach(Identity::kill);
                    return left.isEmpty();
                });
    }
}
