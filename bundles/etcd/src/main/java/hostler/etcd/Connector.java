package hostler.etcd;

import hostler.etcd.EtcdException.Kind;
import io.grpc.ChannelCredentials;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.TlsChannelCredentials;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Finds a member that accepts connections, and connects to it. Plain TCP comes first: it tells in a
 * moment, costs next to nothing, and leaves gRPC no reason to back off.
 */
final class Connector {
    /** A dead connection is noticed after both; etcd allows a ping every 5 s. */
    private static final int PING_SECONDS = 10;

    private static final int PONG_SECONDS = 5;

    /** Far above a page of a listing; a limit all the same. */
    private static final int LARGEST_ANSWER = 32 << 20;

    private final EtcdSettings settings;

    /** The member to begin with; any thread may move it on. */
    private final AtomicInteger next = new AtomicInteger();

    /** To members that answer and know no leader; at most one each. */
    private final Map<Endpoint, Connection> waiting = new ConcurrentHashMap<>();

    private volatile boolean closed;

    Connector(EtcdSettings settings) {
        this.settings = settings;
    }

    /**
     * Connects to the first member, from where the last search ended, that accepts, answers and
     * knows a leader.
     *
     * @throws EtcdException UNREACHABLE when none does, with each one's reason; DENIED when the
     *     files of TLS are not usable
     */
    Connection connect() throws EtcdException {
        List<Endpoint> members = new ArrayList<>(settings.endpoints());
        Collections.rotate(members, -next.get());
        Connection connection = new Race(this::serving).first(members);
        next.set(settings.endpoints().indexOf(connection.endpoint()));
        closeWaiting();
        return connection;
    }

    private Connection serving(Endpoint endpoint) throws UselessException, EtcdException {
        Connection known = waiting.remove(endpoint);
        Connection connection = known == null ? opened(endpoint) : known;
        if (connection.standing(settings.callTimeout().toNanos() / 3)
                instanceof Standing.Useless useless) {
            putAside(connection, useless);
            throw new UselessException(useless.reason());
        }
        return connection;
    }

    private Connection opened(Endpoint endpoint) throws UselessException, EtcdException {
        InetAddress address = accepting(endpoint);
        return new Connection(endpoint, channel(endpoint, address), settings);
    }

    /** A member that waits for a leader is asked again soon; a new connection each time costs. */
    private void putAside(Connection connection, Standing.Useless useless) {
        if (useless.equals(Standing.Useless.LEADERLESS) && !closed) {
            waiting.put(connection.endpoint(), connection);
        } else {
            connection.close();
        }
    }

    private void closeWaiting() {
        for (Endpoint member : settings.endpoints()) {
            Connection connection = waiting.remove(member);
            if (connection != null) {
                connection.close();
            }
        }
    }

    /** Cuts off what waits. */
    void close() {
        closed = true;
        closeWaiting();
    }

    /** Lets the next search begin with the next member. */
    void turn() {
        int before = next.get();
        next.compareAndSet(before, (before + 1) % settings.endpoints().size());
    }

    private InetAddress accepting(Endpoint endpoint) throws UselessException {
        try {
            return accepted(endpoint);
        } catch (IOException e) {
            throw new UselessException(reason(e));
        }
    }

    private InetAddress accepted(Endpoint endpoint) throws IOException {
        InetAddress address = InetAddress.getByName(endpoint.host());
        try (Socket probe = new Socket()) {
            // No unsent bytes, so closing resets nothing and leaves no TIME_WAIT here.
            probe.setSoLinger(true, 0);
            probe.connect(
                    new InetSocketAddress(address, endpoint.port()),
                    (int) settings.connectTimeout().toMillis());
        }
        return address;
    }

    private static String reason(IOException e) {
        return switch (e) {
            case UnknownHostException unknown -> "unknown host";
            case SocketTimeoutException late -> "does not accept connections";
            default -> String.valueOf(e.getMessage());
        };
    }

    private ManagedChannel channel(Endpoint endpoint, InetAddress address) throws EtcdException {
        try {
            return secured(endpoint, address);
        } catch (IOException | IllegalArgumentException e) {
            throw new EtcdException(
                    Kind.DENIED,
                    "the certificate files for etcd "
                            + endpoint
                            + " are not usable: "
                            + e.getMessage(),
                    e);
        }
    }

    private ManagedChannel secured(Endpoint endpoint, InetAddress address) throws IOException {
        return NettyChannelBuilder.forAddress(
                        new InetSocketAddress(address, endpoint.port()),
                        endpoint.secure() ? secure() : InsecureChannelCredentials.create())
                // TLS checks the name that was written, not the address it has now.
                .overrideAuthority(endpoint.toString())
                .keepAliveTime(PING_SECONDS, TimeUnit.SECONDS)
                .keepAliveTimeout(PONG_SECONDS, TimeUnit.SECONDS)
                .maxInboundMessageSize(LARGEST_ANSWER)
                .directExecutor()
                .build();
    }

    private ChannelCredentials secure() throws IOException {
        TlsChannelCredentials.Builder builder = TlsChannelCredentials.newBuilder();
        if (settings.tls().authority().isPresent()) {
            builder.trustManager(settings.tls().authority().get().toFile());
        }
        if (settings.tls().identity().isPresent()) {
            TlsFiles.Identity identity = settings.tls().identity().get();
            builder.keyManager(identity.certificate().toFile(), identity.key().toFile());
        }
        return builder.build();
    }
}
