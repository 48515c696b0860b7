package hostler.controller.grpc;

import io.grpc.netty.shaded.io.netty.channel.unix.DomainSocketAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Who is at the other end of each open connection of the local socket. All of them have an equal,
 * empty address: the address object itself is what tells one from the other.
 */
final class Peers {
    private final int agentUid;
    private final Map<SocketAddress, Integer> uids =
            Collections.synchronizedMap(new IdentityHashMap<>());

    Peers(int agentUid) {
        this.agentUid = agentUid;
    }

    /** A connection was accepted on the local socket from a process of this user. */
    void arrived(SocketAddress connection, int uid) {
        uids.put(connection, uid);
    }

    void left(SocketAddress connection) {
        uids.remove(connection);
    }

    /** Who calls by this connection. */
    Caller caller(@Nullable SocketAddress connection) {
        return switch (connection) {
            case DomainSocketAddress socket -> onSocket(socket);
            case InetSocketAddress tcp when tcp.getAddress() != null ->
                    Caller.onTcp(tcp.getAddress());
            case null, default -> Caller.stranger();
        };
    }

    private Caller onSocket(DomainSocketAddress connection) {
        Integer uid = uids.get(connection);
        return uid == null ? Caller.stranger() : Caller.onSocket(uid, agentUid);
    }
}
