package hostler.cli.rpc;

import com.google.protobuf.MessageLite;
import com.google.protobuf.Parser;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Calls over the network, in plain text. Loads gRPC's own transport, which costs most of a second;
 * nothing else in the command line touches it.
 */
final class RemoteConnection implements Connection {
    /**
     * Ends what is read from a machine that has vanished; servers refuse more than one in 5 min.
     */
    private static final Duration KEEP_ALIVE = Duration.ofMinutes(6);

    private final String address;
    private final ManagedChannel channel;

    /**
     * @param address {@code HOST:PORT}
     * @throws IllegalArgumentException when it is not of that form
     */
    RemoteConnection(String address) {
        this.address = address;
        this.channel =
                NettyChannelBuilder.forTarget("dns:///" + address)
                        .keepAliveTime(KEEP_ALIVE.toSeconds(), TimeUnit.SECONDS)
                        .usePlaintext()
                        .build();
    }

    @Override
    public <R extends MessageLite> Replies<R> open(
            Method<R> method, MessageLite request, Duration timeout) {
        MethodDescriptor<MessageLite, R> descriptor =
                MethodDescriptor.<MessageLite, R>newBuilder()
                        .setType(MethodDescriptor.MethodType.SERVER_STREAMING)
                        .setFullMethodName(method.name())
                        .setRequestMarshaller(new Marshaller<>(request.getParserForType()))
                        .setResponseMarshaller(new Marshaller<>(method.replies()))
                        .build();
        // Whoever calls has waited; the channel would on its own for minutes, in the end.
        channel.resetConnectBackoff();
        CallOptions options = CallOptions.DEFAULT;
        if (!timeout.equals(Replies.FOR_EVER)) {
            options = options.withDeadlineAfter(timeout.toNanos(), TimeUnit.NANOSECONDS);
        }
        RemoteReplies<R> replies = new RemoteReplies<>(channel.newCall(descriptor, options));
        replies.send(request);
        return replies;
    }

    @Override
    public void awaitListener(Duration time) throws InterruptedException {
        Thread.sleep(time);
    }

    @Override
    public void close() {
        channel.shutdownNow();
    }

    /** Protobuf's binary form. */
    private record Marshaller<M extends MessageLite>(Parser<? extends M> parser)
            implements MethodDescriptor.Marshaller<M> {
        @Override
        public InputStream stream(M message) {
            return new ByteArrayInputStream(message.toByteArray());
        }

        @Override
        public M parse(InputStream stream) {
            try {
                return parser.parseFrom(stream);
            } catch (IOException e) {
                throw Status.INTERNAL
                        .withDescription("the agent's answer is not readable")
                        .withCause(e)
                        .asRuntimeException();
            }
        }
    }

    /** What the transport's threads hand over: a reply, or the end. */
    private record Arrival<R>(@Nullable R reply, @Nullable Status end) {}

    /** The replies of one call; asks for one at a time. */
    private final class RemoteReplies<R extends MessageLite> implements Replies<R> {
        private final ClientCall<MessageLite, R> call;
        private final BlockingQueue<Arrival<R>> arrivals = new LinkedBlockingQueue<>();
        private boolean ended;

        RemoteReplies(ClientCall<MessageLite, R> call) {
            this.call = call;
        }

        void send(MessageLite request) {
            call.start(
                    new ClientCall.Listener<R>() {
                        @Override
                        public void onMessage(R reply) {
                            arrivals.add(new Arrival<>(reply, null));
                        }

                        @Override
                        public void onClose(Status status, Metadata trailers) {
                            arrivals.add(new Arrival<>(null, status));
                        }
                    },
                    new Metadata());
            call.request(1);
            call.sendMessage(request);
            call.halfClose();
        }

        @Override
        public Optional<R> next(Duration patience) throws RpcException {
            Arrival<R> arrival = ended ? null : await(patience);
            if (arrival == null) {
                return Optional.empty();
            }
            if (arrival.end() != null) {
                ended = true;
                check(arrival.end());
                return Optional.empty();
            }
            call.request(1);
            return Optional.ofNullable(arrival.reply());
        }

        private @Nullable Arrival<R> await(Duration patience) throws RpcException {
            try {
                return arrivals.poll(patience.toNanos(), TimeUnit.NANOSECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new RpcException(Code.CANCELLED, "interrupted", e);
            }
        }

        private void check(Status status) throws RpcException {
            if (status.isOk()) {
                return;
            }
            Throwable cause = status.getCause();
            if (status.getCode() == Status.Code.DEADLINE_EXCEEDED) {
                throw new RpcException(
                        Code.DEADLINE_EXCEEDED, "no answer from " + address + " in time", cause);
            }
            if (cause instanceof ConnectException
                    || cause instanceof NoRouteToHostException
                    || cause instanceof UnknownHostException) {
                throw new RpcException(
                        Code.UNREACHABLE,
                        "no agent answers at "
                                + address
                                + "; is server.address set so that it listens there?",
                        cause);
            }
            String message = status.getDescription();
            throw new RpcException(
                    Code.of(status.getCode().value()), message == null ? "" : message, cause);
        }

        @Override
        public boolean ended() {
            return ended;
        }

        @Override
        public void close() {
            call.cancel("not wanted any more", null);
        }
    }
}
