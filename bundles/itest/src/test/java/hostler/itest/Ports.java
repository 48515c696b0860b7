package hostler.itest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.atomic.AtomicInteger;

/** Ports below the ephemeral range, so that no outgoing connection can take one meanwhile. */
final class Ports {
    private static final AtomicInteger NEXT =
            new AtomicInteger(21_000 + (int) (ProcessHandle.current().pid() % 5_000));

    private Ports() {}

    /** A port that nobody listens on and that this run has not given away yet. */
    static int free() {
        while (true) {
            try (ServerSocket probe =
                    new ServerSocket(NEXT.getAndIncrement(), 1, InetAddress.getLoopbackAddress())) {
                return probe.getLocalPort();
            } catch (BindException taken) {
                // Somebody has this one; the next will do.
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
