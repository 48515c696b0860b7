package hostler.cli.http2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerCallHandler;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.netty.shaded.io.netty.channel.MultiThreadIoEventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.epoll.EpollIoHandler;
import io.grpc.netty.shaded.io.netty.channel.epoll.EpollServerDomainSocketChannel;
import io.grpc.netty.shaded.io.netty.channel.unix.DomainSocketAddress;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The hand-written client against grpc-java's own server on a Unix socket. */
class GrpcCallTest {
    @TempDir static Path directory;

    /**
     * Says "Unknown channel option" for every connection; held, or its level would be forgotten.
     */
    private static final Logger BOOTSTRAP =
            Logger.getLogger("io.grpc.netty.shaded.io.netty.bootstrap");

    private static final CompletableFuture<Void> HANGING = new CompletableFuture<>();
    private static final CompletableFuture<Void> CANCELLED = new CompletableFuture<>();
    private static MultiThreadIoEventLoopGroup group;
    private static Server server;
    private static Path socket;

    @BeforeAll
    static void serve() throws IOException {
        BOOTSTRAP.setLevel(Level.OFF);
        socket = directory.resolve("s");
        group = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
        server =
                NettyServerBuilder.forAddress(new DomainSocketAddress(socket.toFile()))
                        .channelType(EpollServerDomainSocketChannel.class)
                        .bossEventLoopGroup(group)
                        .workerEventLoopGroup(group)
                        .maxInboundMessageSize(8 << 20)
                        .addService(
                                ServerServiceDefinition.builder("t.Echo")
                                        .addMethod(method("Once"), streaming(GrpcCallTest::once))
                                        .addMethod(method("Many"), streaming(GrpcCallTest::many))
                                        .addMethod(method("Fail"), streaming(GrpcCallTest::fail))
                                        .addMethod(method("Hang"), streaming(GrpcCallTest::hang))
                                        .build())
                        .build()
                        .start();
    }

    @AfterAll
    static void close() {
        server.shutdownNow();
        assertThat(group.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(5000))
                .isTrue();
    }

    @Test
    void unaryCallIsAnswered() throws IOException {
        try (GrpcCall call = open("Once", octets("hello"))) {
            assertThat(call.next(soon())).isEqualTo(octets("hello"));
            assertThat(call.next(soon())).isNull();
            assertThat(call.status()).isEqualTo(new GrpcStatus(0, ""));
        }
    }

    @Test
    void requestLargerThanEveryWindowArrivesWhole() throws IOException {
        byte[] large = new byte[3 << 20];
        large[large.length - 1] = 1;
        try (GrpcCall call = open("Once", large)) {
            assertThat(call.next(soon())).isEqualTo(large);
        }
    }

    @Test
    void streamManyTimesLargerThanTheWindowArrivesInOrder() throws IOException {
        try (GrpcCall call = open("Many", octets("2000"))) {
            for (int i = 0; i < 2000; i++) {
                byte[] message = call.next(soon());
                assertThat(message).hasSize(4096);
                assertThat(ByteBuffer.wrap(message).getInt()).isEqualTo(i);
            }
            assertThat(call.next(soon())).isNull();
            assertThat(call.status().code()).isZero();
        }
    }

    @Test
    void errorCarriesItsCodeAndItsWords() throws IOException {
        try (GrpcCall call = open("Fail", octets("für 100 %\nalle"))) {
            assertThat(call.next(soon())).isNull();
            assertThat(call.status()).isEqualTo(new GrpcStatus(9, "für 100 %\nalle"));
        }
    }

    @Test
    void unknownMethodIsUnimplemented() throws IOException {
        try (GrpcCall call = open("None", octets(""))) {
            assertThat(call.next(soon())).isNull();
            assertThat(call.status().code()).isEqualTo(12);
        }
    }

    @Test
    void patienceEndsAndClosingCancelsOnTheServer() throws Exception {
        try (GrpcCall call = open("Hang", octets(""))) {
            assertThat(call.next(System.nanoTime() + 1_000_000)).isNull();
            assertThat(call.status()).isNull();
            HANGING.get(10, TimeUnit.SECONDS);
        }
        CANCELLED.get(10, TimeUnit.SECONDS);
    }

    @Test
    void timeoutIsToldToTheServer() throws IOException {
        try (GrpcCall call =
                GrpcCall.open(socket, "t.Echo/Hang", octets(""), Duration.ofMillis(1))) {
            assertThat(call.next(soon())).isNull();
            assertThat(call.status().code()).isIn(1, 4);
        }
    }

    @Test
    void nobodyListening() {
        assertThatThrownBy(() -> GrpcCall.open(directory.resolve("none"), "a/b", new byte[0], null))
                .isInstanceOf(IOException.class);
    }

    @Test
    void peerThatSpeaksSomethingElseIsAnError() throws Exception {
        Path other = directory.resolve("other");
        try (ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            listener.bind(UnixDomainSocketAddress.of(other));
            Thread.ofVirtual()
                    .start(
                            () -> {
                                try (var channel = listener.accept()) {
                                    channel.write(
                                            ByteBuffer.wrap(octets("HTTP/1.1 400 Bad Request")));
                                    Channels.newInputStream(channel).readAllBytes();
                                } catch (IOException e) {
                                    throw new UncheckedIOException(e);
                                }
                            });
            try (GrpcCall call = GrpcCall.open(other, "a/b", new byte[0], null)) {
                assertThatThrownBy(() -> call.next(soon()))
                        .isInstanceOf(IOException.class)
                        .hasMessageContaining("HTTP/2: a frame of");
            }
        }
    }

    private static GrpcCall open(String method, byte[] request) throws IOException {
        return GrpcCall.open(socket, "t.Echo/" + method, request, null);
    }

    private static long soon() {
        return System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    }

    private static byte[] octets(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static void once(byte[] request, StreamObserver<byte[]> replies) {
        replies.onNext(request);
        replies.onCompleted();
    }

    private static void many(byte[] request, StreamObserver<byte[]> replies) {
        int count = Integer.parseInt(new String(request, StandardCharsets.UTF_8));
        for (int i = 0; i < count; i++) {
            replies.onNext(ByteBuffer.allocate(4096).putInt(i).array());
        }
        replies.onCompleted();
    }

    private static void fail(byte[] request, StreamObserver<byte[]> replies) {
        replies.onError(
                Status.FAILED_PRECONDITION
                        .withDescription(new String(request, StandardCharsets.UTF_8))
                        .asRuntimeException());
    }

    private static void hang(byte[] request, StreamObserver<byte[]> replies) {
        ((ServerCallStreamObserver<byte[]>) replies)
                .setOnCancelHandler(() -> CANCELLED.complete(null));
        HANGING.complete(null);
    }

    private static ServerCallHandler<byte[], byte[]> streaming(
            ServerCalls.ServerStreamingMethod<byte[], byte[]> handler) {
        return ServerCalls.asyncServerStreamingCall(handler);
    }

    private static MethodDescriptor<byte[], byte[]> method(String name) {
        return MethodDescriptor.<byte[], byte[]>newBuilder()
                .setType(MethodDescriptor.MethodType.SERVER_STREAMING)
                .setFullMethodName("t.Echo/" + name)
                .setRequestMarshaller(new Octets())
                .setResponseMarshaller(new Octets())
                .build();
    }

    private record Octets() implements MethodDescriptor.Marshaller<byte[]> {
        @Override
        public InputStream stream(byte[] value) {
            return new ByteArrayInputStream(value);
        }

        @Override
        public byte[] parse(InputStream stream) {
            try {
                return stream.readAllBytes();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
