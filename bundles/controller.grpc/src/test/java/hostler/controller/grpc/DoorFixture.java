package hostler.controller.grpc;

import hostler.commands.api.Commands;
import hostler.core.api.AgentConfiguration;
import hostler.core.api.AgentInfo;
import hostler.deploy.api.Plugin;
import hostler.deploy.api.Plugins;
import hostler.health.api.HealthBook;
import hostler.logs.api.ServiceLogs;
import hostler.metrics.api.SampleBook;
import hostler.registrar.api.Registrar;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.netty.channel.MultiThreadIoEventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.epoll.EpollDomainSocketChannel;
import io.grpc.netty.shaded.io.netty.channel.epoll.EpollIoHandler;
import io.grpc.netty.shaded.io.netty.channel.epoll.EpollSocketChannel;
import io.grpc.netty.shaded.io.netty.channel.unix.DomainSocketAddress;
import io.grpc.netty.shaded.io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.assertj.core.api.Assertions;
import org.jspecify.annotations.Nullable;

/** A door with fakes behind it, open on a real local socket and a real port, and clients for it. */
final class DoorFixture implements AutoCloseable {
    /** What gRPC says about clients that misbehave, as the tests make them. */
    private static final Logger NOISE = Logger.getLogger("io.grpc");

    static {
        NOISE.setLevel(Level.OFF);
    }

    private static final MultiThreadIoEventLoopGroup LOOP =
            new MultiThreadIoEventLoopGroup(
                    1, new DefaultThreadFactory("test-client", true), EpollIoHandler.newFactory());

    final FakeCore core = new FakeCore();
    final FakeLogs logs = new FakeLogs();
    final AgentInfo agent;
    final Path socket;
    final Door door;
    volatile Optional<InetSocketAddress> open = Optional.empty();
    volatile List<Registrar> registrars = List.of();
    volatile HealthBook health = new FakeHealth();
    volatile @Nullable Commands commands;
    volatile @Nullable SampleBook samples = new FakeSamples();
    volatile AgentConfiguration configuration = new FakeConfiguration();
    final FakeConfigs configs = new FakeConfigs();
    private final List<ManagedChannel> channels = new ArrayList<>();

    DoorFixture(Path directory) throws IOException {
        this(directory, new TcpPort("127.0.0.1", 0, false), Reflection.LOCAL);
    }

    DoorFixture(Path directory, TcpPort port, Reflection reflection) throws IOException {
        agent = new FakeAgent(directory);
        socket = directory.resolve("run").resolve("agent.sock");
        door =
                new Door(
                        backends(),
                        new Peers(uidOf(directory)),
                        new LocalSocket(socket),
                        port,
                        reflection,
                        () -> List.of("http 127.0.0.1:8080"),
                        address -> open = address);
    }

    private Backends backends() {
        Plugins plugins =
                () ->
                        List.of(
                                new Plugin(
                                        "hostler.health.tcp",
                                        "0.1.0",
                                        Plugin.State.ACTIVE,
                                        Optional.of(Path.of("/deploy/tcp.jar")),
                                        List.of("health:tcp"),
                                        Optional.empty(),
                                        1));
        return new Backends(
                agent,
                core,
                core,
                core,
                new Swappable<>("health", () -> health),
                new Swappable<>("the logs service", () -> (ServiceLogs) logs),
                new Swappable<>("plugin deployment", () -> plugins),
                new Swappable<>("the agent's configuration", () -> configuration),
                new Swappable<>("the configuration of services", () -> configs),
                new Swappable<>("the commands service", () -> commands),
                new Swappable<>("the metrics service", () -> samples),
                () -> registrars);
    }

    private static int uidOf(Path file) throws IOException {
        return (int) Files.getAttribute(file, "unix:uid");
    }

    /** A client on the local socket: root, or the user of the tests, who is the agent's own. */
    ManagedChannel local() {
        door.local().server().orTimeout(10, TimeUnit.SECONDS).join();
        return keep(
                NettyChannelBuilder.forAddress(new DomainSocketAddress(socket.toString()))
                        .channelType(EpollDomainSocketChannel.class, DomainSocketAddress.class)
                        .eventLoopGroup(LOOP)
                        .usePlaintext()
                        .build());
    }

    /** A client on loopback: the Controller. */
    ManagedChannel tcp() {
        return keep(
                NettyChannelBuilder.forAddress(
                                new InetSocketAddress(InetAddress.getLoopbackAddress(), port()))
                        .channelType(EpollSocketChannel.class, InetSocketAddress.class)
                        .eventLoopGroup(LOOP)
                        .usePlaintext()
                        .build());
    }

    int port() {
        return door.tcp().server().orTimeout(10, TimeUnit.SECONDS).join().port();
    }

    private ManagedChannel keep(ManagedChannel channel) {
        channels.add(channel);
        return channel;
    }

    /** The status a call ends with. */
    static Status statusOf(Runnable call) {
        return Assertions.catchThrowableOfType(StatusRuntimeException.class, call::run).getStatus();
    }

    @Override
    public void close() {
        channels.forEach(ManagedChannel::shutdownNow);
        door.close();
    }

    private record FakeAgent(Path home) implements AgentInfo {
        @Override
        public String code() {
            return "agent-007";
        }

        @Override
        public String version() {
            return "0.1.0";
        }

        @Override
        public Path workspace() {
            return home.resolve("workspace");
        }

        @Override
        public long pid() {
            return 42;
        }

        @Override
        public Instant startedAt() {
            return Services.STARTED;
        }
    }

    private static final class FakeConfiguration implements AgentConfiguration {
        @Override
        public Reload reload() {
            return new Reload(
                    Instant.EPOCH, true, List.of("discovery.interval"), List.of(), List.of());
        }

        @Override
        public Reload last() {
            return new Reload(
                    Instant.EPOCH, false, List.of(), List.of(), List.of("agent.yaml:3:1: bad"));
        }
    }
}
