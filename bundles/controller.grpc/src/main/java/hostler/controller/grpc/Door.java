package hostler.controller.grpc;

import io.grpc.BindableService;
import io.grpc.protobuf.services.ProtoReflectionService;
import io.grpc.protobuf.services.ProtoReflectionServiceV1;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The whole door: the services behind it, the local socket for as long as it lives, and the TCP
 * listener as it is configured at the moment.
 */
final class Door implements AutoCloseable {
    /** How long calls that run are given to end when the door closes. */
    static final Duration GRACE = Duration.ofSeconds(5);

    private final OpenStreams streams = new OpenStreams();
    private final ServingBoard board;
    private final Servers servers;
    private final Listener local;
    private final Supplier<List<String>> otherListeners;
    private final Consumer<Optional<InetSocketAddress>> announced;

    /** Guarded by this. */
    private Listener tcp;

    private volatile Reflection reflection;

    /**
     * Opens the door; returns at once, listeners open on threads of their own.
     *
     * @param peers knows the callers of the local socket
     * @param otherListeners what other bundles listen on, one line each
     * @param announced is told where the TCP listener is open, and when it is not any more
     * @throws IOException when the native transport is missing: then there is no gRPC at all
     */
    Door(
            Backends backends,
            Peers peers,
            LocalSocket socket,
            TcpPort port,
            Reflection reflection,
            Supplier<List<String>> otherListeners,
            Consumer<Optional<InetSocketAddress>> announced)
            throws IOException {
        this.reflection = reflection;
        this.otherListeners = otherListeners;
        this.announced = announced;
        this.board = new ServingBoard(backends.registry(), backends.events());
        this.servers =
                new Servers(
                        services(backends, InstantSource.system()),
                        List.of(
                                new AccessInterceptor(
                                        backends.agent().code(), peers, this::reflection),
                                new FailureInterceptor()),
                        peers);
        this.local = new Listener(socket, servers);
        local.start();
        this.tcp = opened(port);
    }

    private Listener opened(TcpPort port) {
        Listener listener = new Listener(port, servers);
        var _ = listener.server().thenAccept(open -> announced.accept(Optional.of(open.address())));
        listener.start();
        return listener;
    }

    // v1alpha is deprecated, and what the Controller's tools still ask for.
    @SuppressWarnings("deprecation")
    private List<BindableService> services(Backends backends, InstantSource clock) {
        return List.of(
                new PackageService(backends, streams, clock),
                new HealthService(backends.health()),
                new CommandService(backends.commands(), streams),
                new MetricsService(backends.samples()),
                new AgentService(backends, this::listeners, streams, clock),
                new ConfigsService(backends.configs(), backends.registry(), streams),
                board.service(),
                ProtoReflectionServiceV1.newInstance(),
                ProtoReflectionService.newInstance());
    }

    private Reflection reflection() {
        return reflection;
    }

    /** Where the agent listens, one line each. */
    List<String> listeners() {
        return Stream.concat(
                        Stream.of(local.describe(), tcp().describe()),
                        otherListeners.get().stream())
                .toList();
    }

    synchronized Listener tcp() {
        return tcp;
    }

    Listener local() {
        return local;
    }

    /**
     * Takes over new settings. The local socket stays as it is; the TCP listener is closed and
     * opened anew when its place changes, and the calls it has are given {@link #GRACE} to end.
     */
    synchronized void reconfigure(TcpPort port, Reflection newReflection) {
        reflection = newReflection;
        if (!port.equals(tcp.endpoint())) {
            Listener before = tcp;
            announced.accept(Optional.empty());
            before.close();
            Thread.ofVirtual().name("grpc-drain").start(() -> before.drain(GRACE));
            tcp = opened(port);
        }
    }

    /** Closes the door; blocks for {@link #GRACE} and a little. */
    @Override
    public void close() {
        Listener port = tcp();
        announced.accept(Optional.empty());
        local.close();
        port.close();
        streams.endAll();
        board.close();
        long deadline = System.nanoTime() + GRACE.toNanos();
        local.drain(GRACE);
        port.drain(Duration.ofNanos(Math.max(0, deadline - System.nanoTime())));
        servers.close();
    }
}
