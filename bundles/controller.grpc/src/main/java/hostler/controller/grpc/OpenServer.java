package hostler.controller.grpc;

import io.grpc.Server;
import io.grpc.netty.shaded.io.netty.channel.Channel;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A server that listens.
 *
 * @param name where
 * @param server gRPC's
 * @param channel the listening one
 * @param port the one that is listened on; -1 on the local socket
 */
record OpenServer(String name, Server server, Channel channel, int port) {
    private static final Logger LOG = LoggerFactory.getLogger(OpenServer.class);

    /** How long closing the listening descriptor may take. */
    private static final Duration CLOSING = Duration.ofSeconds(2);

    /** Where a TCP server listens. */
    InetSocketAddress address() {
        return (InetSocketAddress) channel.localAddress();
    }

    /**
     * Stops listening; calls that run go on. Returns when the place is free, so that another server
     * can take it: a local socket is unlinked by the close, which must not hit the next one.
     */
    void stopListening() {
        server.shutdown();
        if (!channel.closeFuture().awaitUninterruptibly(CLOSING.toMillis())) {
            LOG.warn("{} is still listened on after {}", name, CLOSING);
        }
    }

    /** Lets the calls that run end until the time is up, then cuts them off. */
    void drain(Duration patience) {
        try {
            if (!server.awaitTermination(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.info("{}: calls that still ran after {} are cut off", name, patience);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            server.shutdownNow();
        }
    }
}
