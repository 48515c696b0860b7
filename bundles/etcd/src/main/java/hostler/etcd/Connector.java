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
import java.util.List;
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

    Connector(EtcdSettings settings) {
        this.settings = settings;
    }

    /** A member that accepts connections at this address. */
    private record Open(Endpoint endpoint, InetAddress address) {}

    /**
     * Connects to the first member, from where the last search ended, that accepts.
     *
     * @throws EtcdException UNREACHABLE when none does, with each one's reason; DENIED when the
     *     files of TLS are not usable
     */
    Connection connect() throws EtcdException {
        Open open = find();
        return new Connection(open.endpoint(), channel(open), settings);
    }

    /** Whether any member accepts connections now; takes the connect timeout a member at most. */
    boolean anyoneAccepts() {
        try {
            find();
            return true;
        } catch (EtcdException nobody) {
            return false;
        }
    }

    /** Lets the next search begin with the next member. */
    void turn() {
        turnFrom(next.get());
    }

    private void turnFrom(int before) {
        next.compareAndSet(before, (before + 1) % settings.endpoints().size());
    }

    private Open find() throws EtcdException {
        List<String> reasons = new ArrayList<>();
        for (int tried = 0; tried < settings.endpoints().size(); tried++) {
            int member = next.get();
            Endpoint endpoint = settings.endpoints().get(member);
            try {
                return new Open(endpoint, accepting(endpoint));
            } catch (IOException e) {
                reasons.add(endpoint + ": " + reason(e));
                turnFrom(member);
            }
        }
        throw new EtcdException(
                Kind.UNREACHABLE, "no etcd answers; " + String.join("; ", reasons), null);
    }

    private InetAddress accepting(Endpoint endpoint) throws IOException {
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

    private ManagedChannel channel(Open open) throws EtcdException {
        try {
            return secured(open);
        } catch (IOException | IllegalArgumentException e) {
            throw new EtcdException(
                    Kind.DENIED,
                    "the certificate files for etcd "
                            + open.endpoint()
                            + " are not usable: "
                            + e.getMessage(),
                    e);
        }
    }

    private ManagedChannel secured(Open open) throws IOException {
        Endpoint endpoint = open.endpoint();
        return NettyChannelBuilder.forAddress(
                        new InetSocketAddress(open.address(), endpoint.port()),
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
