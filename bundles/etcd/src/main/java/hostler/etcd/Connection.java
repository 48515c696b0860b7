package hostler.etcd;

import hostler.etcd.EtcdException.Kind;
import io.etcd.jetcd.api.AuthGrpc;
import io.etcd.jetcd.api.AuthenticateRequest;
import io.etcd.jetcd.api.MaintenanceGrpc;
import io.etcd.jetcd.api.StatusRequest;
import io.etcd.jetcd.api.StatusResponse;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.stub.MetadataUtils;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** A channel to one member, and the token that was got there. */
final class Connection implements AutoCloseable {
    private static final Metadata.Key<String> TOKEN =
            Metadata.Key.of("token", Metadata.ASCII_STRING_MARSHALLER);

    private static final String OFF = "authentication is not enabled";

    private final Endpoint endpoint;
    private final ManagedChannel channel;
    private final EtcdSettings settings;

    /** With the token; null before the first call and when the token has ended. */
    private volatile @Nullable Channel authenticated;

    private volatile long term;

    private volatile long heardAt = System.nanoTime();

    /** Null while the member is not being asked how it stands. */
    private final AtomicReference<@Nullable CompletableFuture<Standing>> asked =
            new AtomicReference<>();

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
     * Asks the member itself; who comes while it is being asked gets the same answer. Blocks for
     * the patience at most.
     */
    Standing standing(long patienceNanos) {
        CompletableFuture<Standing> mine = new CompletableFuture<>();
        CompletableFuture<Standing> running = asked.compareAndExchange(null, mine);
        if (running != null) {
            return running.join();
        }
        try {
            mine.complete(asked(patienceNanos));
        } finally {
            asked.set(null);
            // Whatever went wrong, nobody waits for ever.
            mine.complete(new Standing.Serving(term));
        }
        return mine.join();
    }

    private Standing asked(long patienceNanos) {
        long began = System.nanoTime();
        try {
            StatusResponse status =
                    MaintenanceGrpc.newBlockingV2Stub(channel)
                            .withDeadlineAfter(patienceNanos, TimeUnit.NANOSECONDS)
                            .status(StatusRequest.getDefaultInstance());
            term = status.getRaftTerm();
            return status.getLeader() == 0
                    ? Standing.Useless.LEADERLESS
                    : new Standing.Serving(status.getRaftTerm());
        } catch (StatusException e) {
            Kind kind = Failures.of("asking for its leader", endpoint, e.getStatus()).kind();
            boolean silent = away(kind) && heardAt - began < 0;
            return silent ? Standing.Useless.SILENT : new Standing.Serving(term);
        }
    }

    /** The member has answered something: it is there, however long other answers take. */
    void heard() {
        heardAt = System.nanoTime();
    }

    private static boolean away(Kind kind) {
        return kind == Kind.UNREACHABLE || kind == Kind.TIMEOUT;
    }

    /** Of the leader, when the member was last asked; 0: it has not said. */
    long term() {
        return term;
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
