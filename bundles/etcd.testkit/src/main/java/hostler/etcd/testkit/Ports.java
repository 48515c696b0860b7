package hostler.etcd.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.atomic.AtomicInteger;

/** Ports below the ephemeral range, so that no outgoing connection can take one meanwhile. */
public final class Ports {
    private static final int FIRST = 26_000;
    private static final int SPREAD = 5_000;

    private static final AtomicInteger NEXT =
            new AtomicInteger(FIRST + (int) (ProcessHandle.current().pid() % SPREAD));

    private Ports() {}

    /** A port of loopback that nobody listens on and that this run has not given away yet. */
    public static int free() {
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
