package hostler.controller.grpc;

import io.grpc.netty.shaded.io.netty.channel.Channel;
import io.grpc.netty.shaded.io.netty.channel.ChannelHandlerContext;
import io.grpc.netty.shaded.io.netty.channel.ChannelInboundHandlerAdapter;
import io.grpc.netty.shaded.io.netty.channel.epoll.EpollDomainSocketChannel;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stands before a listening channel: learns who connects (SO_PEERCRED, unix(7)), admits so many
 * connections of one peer, and gives each a short time to speak HTTP/2. One gate per listener; all
 * of it, and every connection, runs on the one event loop of {@link Servers}.
 */
final class ConnectionGate extends ChannelInboundHandlerAdapter {
    /** How many connections one address, or one user of the local socket, may hold open. */
    static final int MAX_CONNECTIONS_PER_PEER = 100;

    private static final Logger LOG = LoggerFactory.getLogger(ConnectionGate.class);

    private final Peers peers;
    private final Map<Object, Integer> open = new HashMap<>();

    ConnectionGate(Peers peers) {
        this.peers = peers;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        Channel child = (Channel) message;
        try {
            if (admit(child)) {
                context.fireChannelRead(message);
                return;
            }
        } catch (IOException e) {
            LOG.warn("cannot tell who connects to the local socket; the connection is closed", e);
        }
        child.unsafe().closeForcibly();
    }

    private boolean admit(Channel child) throws IOException {
        Object peer = peer(child);
        int count = open.merge(peer, 1, Integer::sum);
        if (count > MAX_CONNECTIONS_PER_PEER) {
            leave(peer);
            LOG.debug("{} has {} connections open already", peer, MAX_CONNECTIONS_PER_PEER);
            return false;
        }
        child.pipeline().addFirst(new PrefaceDeadline());
        SocketAddress address = child.remoteAddress();
        var _ =
                child.closeFuture()
                        .addListener(
                                closed -> {
                                    peers.left(address);
                                    leave(peer);
                                });
        return true;
    }

    private Object peer(Channel child) throws IOException {
        if (child instanceof EpollDomainSocketChannel local) {
            int uid = local.peerCredentials().uid();
            peers.arrived(local.remoteAddress(), uid);
            return uid;
        }
        return ((InetSocketAddress) child.remoteAddress()).getAddress();
    }

    private void leave(Object peer) {
        open.computeIfPresent(peer, (key, count) -> count == 1 ? null : count - 1);
    }
}
