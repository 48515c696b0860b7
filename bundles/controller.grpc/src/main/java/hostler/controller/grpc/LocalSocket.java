package hostler.controller.grpc;

import io.grpc.netty.shaded.io.netty.channel.epoll.EpollServerDomainSocketChannel;
import io.grpc.netty.shaded.io.netty.channel.unix.DomainSocketAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * The local socket. Whatever lies at its path is removed first: one agent per directory is ensured
 * by the directory's lock, which is held by now.
 */
record LocalSocket(Path path) implements Endpoint {
    @Override
    public String name() {
        return "unix:" + path;
    }

    @Override
    public OpenServer open(Servers servers) throws IOException {
        try {
            // The socket appears with the modes of the umask; until they are set, the directory
            // is what keeps others out.
            Path directory = path.toAbsolutePath().getParent();
            Files.createDirectories(directory);
            Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
            OpenServer server =
                    servers.start(
                            name(),
                            new DomainSocketAddress(path.toString()),
                            EpollServerDomainSocketChannel::new);
            restrict(server);
            return server;
        } catch (IOException e) {
            throw new IOException("cannot listen on the local socket " + path + ": " + e, e);
        }
    }

    private void restrict(OpenServer server) throws IOException {
        try {
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-------"));
        } catch (IOException e) {
            server.server().shutdownNow();
            throw e;
        }
    }
}
