package hostler.controller.grpc;

import io.grpc.BindableService;
import io.grpc.Server;
import io.grpc.ServerInterceptor;
import io.grpc.ServerInterceptors;
import io.grpc.ServerServiceDefinition;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.netty.shaded.io.netty.channel.Channel;
import io.grpc.netty.shaded.io.netty.channel.EventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.MultiThreadIoEventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.ServerChannel;
import io.grpc.netty.shaded.io.netty.channel.epoll.Epoll;
import io.grpc.netty.shaded.io.netty.channel.epoll.EpollIoHandler;
import io.grpc.netty.shaded.io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.net.SocketAddress;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/**
 * Starts gRPC servers that offer the same services. All share one event loop; handlers run on
 * virtual threads and may block.
 */
final class Servers implements AutoCloseable {
    private static final int LOOP_QUIET_MS = 0;
    private static final int LOOP_TIMEOUT_MS = 2_000;

    private final List<BindableService> services;
    private final List<ServerInterceptor> interceptors;
    private final Peers peers;
    private final EventLoopGroup loop;
    private final ExecutorService handlers;

    /**
     * @param interceptors the outermost first
     * @throws IOException when the native transport cannot be loaded
     */
    Servers(List<BindableService> services, List<ServerInterceptor> interceptors, Peers peers)
            throws IOException {
        if (!Epoll.isAvailable()) {
            throw new IOException(
                    "gRPC's native transport cannot be loaded; it is unpacked into java.io.tmpdir,"
                            + " which must not be mounted noexec",
                    Epoll.unavailabilityCause());
        }
        this.services = services;
        this.interceptors = interceptors.reversed();
        this.peers = peers;
        this.loop =
                new MultiThreadIoEventLoopGroup(
                        1,
                        new DefaultThreadFactory("grpc-loop", true),
                        EpollIoHandler.newFactory());
        this.handlers =
                Executors.newThreadPerTaskExecutor(
                        Thread.ofVirtual().name("grpc-handler-", 0).factory());
    }

    /**
     * Starts a server.
     *
     * @param name the place, for messages
     * @param listening makes the channel that is to be bound
     * @throws IOException when the address cannot be bound
     */
    OpenServer start(
            String name, SocketAddress address, Supplier<? extends ServerChannel> listening)
            throws IOException {
        AtomicReference<Channel> channel = new AtomicReference<>();
        NettyServerBuilder builder =
                NettyServerBuilder.forAddress(address)
                        .channelFactory(
                                () -> {
                                    ServerChannel made = listening.get();
                                    made.pipeline().addLast(new ConnectionGate(peers));
                                    channel.set(made);
                                    return made;
                                })
                        .bossEventLoopGroup(loop)
                        .workerEventLoopGroup(loop)
                        .executor(handlers);
        services.forEach(service -> builder.addService(behindInterceptors(service)));
        interceptors.forEach(builder::intercept);
        Server server = Limits.on(builder).build().start();
        return new OpenServer(name, server, channel.get(), server.getPort());
    }

    /** So that {@link FailureInterceptor} meets a request before it is parsed. */
    private static ServerServiceDefinition behindInterceptors(BindableService service) {
        return ServerInterceptors.useInputStreamMessages(service.bindService());
    }

    /** Ends the threads; the servers have ended by now. */
    @Override
    public void close() {
        handlers.shutdownNow();
        loop.shutdownGracefully(LOOP_QUIET_MS, LOOP_TIMEOUT_MS, TimeUnit.MILLISECONDS)
                .awaitUninterruptibly(LOOP_TIMEOUT_MS);
    }
}
