package hostler.controller.grpc;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
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

    /** How long an attempt that is under way may still take when the listener is closed. */
    private static final Duration OPENING = Duration.ofSeconds(2);

    private static final Logger LOG = LoggerFactory.getLogger(Listener.class);

    private final Endpoint endpoint;
    private final Servers servers;
    private final Thread opener;
    private volatile String problem = "opening";

    private final CompletableFuture<OpenServer> server = new CompletableFuture<>();

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
    String describe() {
        OpenServer open = current();
        return open == null ? endpoint.name() + " (not open: " + problem + ")" : describe(open);
    }

    private String describe(OpenServer open) {
        return open.port() < 0
                ? endpoint.name()
                : endpoint.name().replaceFirst(":\\d+$", ":" + open.port()) + " (plaintext)";
    }

    /** The server, once it is open; fails when it is refused, or closed before it was open. */
    CompletableFuture<OpenServer> server() {
        return server;
    }

    private @Nullable OpenServer current() {
        return server.isDone() && !server.isCompletedExceptionally() ? server.resultNow() : null;
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
            server.completeExceptionally(e);
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

    private void opened(OpenServer opened) {
        if (server.complete(opened)) {
            LOG.info("gRPC listens on {}", describe());
        } else {
            opened.server().shutdownNow();
        }
    }

    /** Stops listening, or trying to; calls that run go on, see {@link #drain}. */
    @Override
    public void close() {
        server.completeExceptionally(new CancellationException("closed before it was open"));
        awaitOpener();
        OpenServer open = current();
        if (open != null) {
            open.stopListening();
        }
    }

    /** What is half open must not find the event loop gone. */
    private void awaitOpener() {
        opener.interrupt();
        try {
            if (!opener.join(OPENING)) {
                LOG.warn("opening {} does not end", endpoint.name());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** After the close: lets calls end until the time is up, then cuts them off. */
    void drain(Duration patience) {
        OpenServer closing = current();
        if (closing != null) {
            closing.drain(patience);
        }
    }
}
