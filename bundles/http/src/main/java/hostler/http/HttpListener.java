package hostler.http;

import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps an HTTP server open at an address: opens it on a thread of its own, and when that fails
 * tries again, at growing intervals, until it is closed. A failure is logged when it appears, not
 * at each try. Handlers run on virtual threads.
 */
final class HttpListener implements AutoCloseable {
    static final Duration FIRST_RETRY = Duration.ofMillis(500);
    static final Duration LONGEST_RETRY = Duration.ofSeconds(30);

    /** How long an attempt that is under way may still take when the listener is closed. */
    private static final Duration OPENING = Duration.ofSeconds(2);

    /** Connections the kernel holds until they are accepted. */
    private static final int BACKLOG = 64;

    /** How long requests that run are given to end. */
    private static final int GRACE_SECONDS = 5;

    private static final Logger LOG = LoggerFactory.getLogger(HttpListener.class);

    private final String address;
    private final int port;
    private final HttpHandler handler;
    private final ExecutorService handlers =
            Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("http-", 0).factory());
    private final CompletableFuture<HttpServer> server = new CompletableFuture<>();
    private final Thread opener =
            Thread.ofVirtual().name("http-listen").unstarted(this::keepTrying);
    private volatile String problem = "opening";

    HttpListener(String address, int port, HttpHandler handler) {
        this.address = address;
        this.port = port;
        this.handler = handler;
    }

    /** Begins to open; returns at once. */
    void start() {
        opener.start();
    }

    /** One line for people: the place, and what is wrong while it is not open. */
    String describe() {
        HttpServer open = current();
        return open == null
                ? "http " + place() + " (not open: " + problem + ")"
                : "http " + address + ":" + open.getAddress().getPort();
    }

    private String place() {
        return address + ":" + port;
    }

    /** The server, once it is open; fails when this is closed before. */
    CompletableFuture<HttpServer> server() {
        return server;
    }

    private @Nullable HttpServer current() {
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
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean tryToOpen() {
        try {
            open();
            return true;
        } catch (IOException e) {
            noteProblem(e);
            return false;
        }
    }

    private void open() throws IOException {
        HttpServer opened = bind(resolve());
        opened.setExecutor(handlers);
        opened.createContext("/", handler);
        opened.start();
        if (server.complete(opened)) {
            LOG.info("{}", describe());
        } else {
            opened.stop(0);
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

    private HttpServer bind(InetAddress resolved) throws IOException {
        try {
            return HttpServer.create(new InetSocketAddress(resolved, port), BACKLOG);
        } catch (IOException e) {
            throw new IOException(
                    "server.http_port: cannot listen on "
                            + place()
                            + ": "
                            + e.getMessage()
                            + "; free the port (ss -ltnp shows who has it) or set another one",
                    e);
        }
    }

    private void noteProblem(IOException e) {
        String message = String.valueOf(e.getMessage());
        if (!message.equals(problem)) {
            problem = message;
            LOG.error("{}", message, e);
        }
    }

    /** Stops listening; blocks while requests that run end, {@value #GRACE_SECONDS} s at most. */
    @Override
    public void close() {
        server.completeExceptionally(new CancellationException("closed before it was open"));
        awaitOpener();
        HttpServer open = current();
        if (open != null) {
            open.stop(GRACE_SECONDS);
        }
        handlers.shutdownNow();
    }

    private void awaitOpener() {
        opener.interrupt();
        try {
            if (!opener.join(OPENING)) {
                LOG.warn("opening {} does not end", place());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
