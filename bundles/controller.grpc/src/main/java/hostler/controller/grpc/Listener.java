package hostler.controller.grpc;

import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps one endpoint open: opens it on a thread of its own, and when that fails tries again, at
 * growing intervals, until it is closed. A failure is logged when it appears, not at each try.
 */
final class Listener implements AutoCloseable {
    static final Duration FIRST_RETRY = Duration.ofMillis(500);
    static final Duration LONGEST_RETRY = Duration.ofSeconds(30);

    private static final Logger LOG = LoggerFactory.getLogger(Listener.class);

    private final Endpoint endpoint;
    private final Servers servers;
    private final Thread opener;
    private volatile String problem = "opening";

    /** Guarded by this. */
    private @Nullable OpenServer server;

    /** Guarded by this. */
    private boolean closed;

    Listener(Endpoint endpoint, Servers servers) {
        this.endpoint = endpoint;
        this.servers = servers;
        this.opener =
                Thread.ofVirtual()
                        .name("grpc-listen-" + endpoint.name())
                        .unstarted(this::keepTrying);
    }

    Endpoint endpoint() {
        return endpoint;
    }

    /** Begins to open; returns at once. */
    void start() {
        opener.start();
    }

    /** One line for people: the place, and what is wrong while it is not open. */
    synchronized String describe() {
        if (server == null) {
            return endpoint.name() + " (not open: " + problem + ")";
        }
        return server.port() < 0
                ? endpoint.name()
                : endpoint.name().replaceFirst(":\\d+$", ":" + server.port()) + " (plaintext)";
    }

    /** The server, once it is open. */
    synchronized @Nullable OpenServer server() {
        return server;
    }

    private void keepTrying() {
        Duration wait = FIRST_RETRY;
        try {
            while (!tryToOpen()) {
                Thread.sleep(wait);
                Duration doubled = wait.multipliedBy(2);
                wait = doubled.compareTo(LONGEST_RETRY) < 0 ? doubled : LONGEST_RETRY;
            }
        } catch (RefusedException e) {
            noteProblem(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean tryToOpen() throws RefusedException {
        try {
            opened(endpoint.open(servers));
            return true;
        } catch (RefusedException e) {
            throw e;
        } catch (IOException e) {
            noteProblem(e);
            return false;
        }
    }

    private void noteProblem(IOException e) {
        String message = String.valueOf(e.getMessage());
        if (!message.equals(problem)) {
            problem = message;
            LOG.error("{}", message, e);
        }
    }

    private synchronized void opened(OpenServer opened) {
        if (closed) {
            opened.server().shutdownNow();
            return;
        }
        server = opened;
        LOG.info("gRPC listens on {}", describe());
    }

    /** Stops listening, or trying to; calls that run go on, see {@link #drain}. */
    @Override
    public void close() {
        opener.interrupt();
        synchronized (this) {
            closed = true;
            if (server != null) {
                server.stopListening();
            }
        }
    }

    /** After the close: lets calls end until the time is up, then cuts them off. */
    void drain(Duration patience) {
        OpenServer closing = server();
        if (closing != null) {
            closing.drain(patience);
        }
    }
}
