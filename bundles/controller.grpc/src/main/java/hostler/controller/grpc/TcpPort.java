package hostler.controller.grpc;

import io.grpc.netty.shaded.io.netty.channel.epoll.EpollServerSocketChannel;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;

/**
 * The TCP listener, in plaintext: on loopback, and beyond it only where the operator has written
 * down that this is wanted.
 *
 * @param insecure {@code server.insecure}
 */
record TcpPort(String address, int port, boolean insecure) implements Endpoint {
    @Override
    public String name() {
        return address + ":" + port;
    }

    @Override
    public OpenServer open(Servers servers) throws IOException {
        InetAddress resolved = resolve();
        if (!resolved.isLoopbackAddress() && !insecure) {
            throw new RefusedException(
                    "server.address: "
                            + address
                            + " is beyond loopback, and this agent speaks plaintext without"
                            + " authentication there: write server.insecure: true if the network"
                            + " is trusted, or use 127.0.0.1");
        }
        try {
            return servers.start(
                    name(), new InetSocketAddress(resolved, port), EpollServerSocketChannel::new);
        } catch (IOException e) {
            throw new IOException(
                    "server.grpc_port: cannot listen on "
                            + name()
                            + ": "
                            + reason(e)
                            + "; free the port (ss -ltnp shows who has it) or set another one",
                    e);
        }
    }

    private InetAddress resolve() throws IOException {
        try {
            return InetAddress.getByName(address);
        } catch (UnknownHostException e) {
            throw new IOException(
                    "server.address: '" + address + "' is not an address of this machine", e);
        }
    }

    private static String reason(IOException e) {
        Throwable cause = e.getCause() == null ? e : e.getCause();
        return String.valueOf(cause.getMessage());
    }
}
