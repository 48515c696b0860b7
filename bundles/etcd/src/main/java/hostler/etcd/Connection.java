package hostler.etcd;

import com.google.protobuf.ByteString;
import io.etcd.jetcd.api.AuthGrpc;
import io.etcd.jetcd.api.AuthenticateRequest;
import io.etcd.jetcd.api.KVGrpc;
import io.etcd.jetcd.api.RangeRequest;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.stub.MetadataUtils;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A channel to one member, and the token that was got there. */
final class Connection implements AutoCloseable {
    private static final Metadata.Key<String> TOKEN =
            Metadata.Key.of("token", Metadata.ASCII_STRING_MARSHALLER);

    /** Of a member alone, and of a key nobody has. */
    private static final RangeRequest NOTHING =
            RangeRequest.newBuilder()
                    .setKey(ByteString.copyFrom(new byte[1]))
                    .setSerializable(true)
                    .build();

    private static final String OFF = "authentication is not enabled";

    private final Endpoint endpoint;
    private final ManagedChannel channel;
    private final EtcdSettings settings;

    /** With the token; null before the first call and when the token has ended. */
    private volatile @Nullable Channel authenticated;

    Connection(Endpoint endpoint, ManagedChannel channel, EtcdSettings settings) {
        this.endpoint = endpoint;
        this.channel = channel;
        this.settings = settings;
    }

    Endpoint endpoint() {
        return endpoint;
    }

    long deadlineNanos() {
        return settings.callTimeout().toNanos();
    }

    /**
     * The channel for calls; gets a token first where there is none.
     *
     * @throws EtcdException DENIED when etcd does not take user and password
     */
    Channel channel() throws EtcdException {
        Channel known = authenticated;
        return known == null ? authenticate() : known;
    }

    private synchronized Channel authenticate() throws EtcdException {
        Channel known = authenticated;
        if (known != null) {
            return known;
        }
        Channel fresh =
                settings.credentials().isPresent() ? as(settings.credentials().get()) : channel;
        authenticated = fresh;
        return fresh;
    }

    private Channel as(Credentials who) throws EtcdException {
        try {
            return with(token(who));
        } catch (StatusException e) {
            Status status = e.getStatus();
            if (String.valueOf(status.getDescription()).contains(OFF)) {
                return channel;
            }
            throw Failures.of("authenticating as " + who, endpoint, status);
        }
    }

    private String token(Credentials who) throws StatusException {
        return AuthGrpc.newBlockingV2Stub(channel)
                .withDeadlineAfter(deadlineNanos(), TimeUnit.NANOSECONDS)
                .authenticate(
                        AuthenticateRequest.newBuilder()
                                .setName(who.user())
                                .setPassword(who.password())
                                .build())
                .getToken();
    }

    private Channel with(String token) {
        Metadata metadata = new Metadata();
        metadata.put(TOKEN, token);
        return ClientInterceptors.intercept(
                channel, MetadataUtils.newAttachHeadersInterceptor(metadata));
    }

    /**
     * Whether the member answers at all, asked for something that takes neither a leader nor a
     * disk. Blocks for the patience at most.
     */
    boolean answers(long patienceNanos) {
        try {
            var _ =
                    KVGrpc.newBlockingV2Stub(channel)
                            .withDeadlineAfter(patienceNanos, TimeUnit.NANOSECONDS)
                            .range(NOTHING);
            return true;
        } catch (StatusException e) {
            Status.Code code = e.getStatus().getCode();
            return code != Status.Code.DEADLINE_EXCEEDED && code != Status.Code.UNAVAILABLE;
        }
    }

    /** The next call gets a new token. */
    void forgetToken() {
        authenticated = null;
    }

    /** Cuts off whatever runs. */
    @Override
    public void close() {
        channel.shutdownNow();
    }
}
