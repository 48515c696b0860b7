package hostler.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import hostler.metrics.api.Exposition;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers {@code GET /health} and {@code GET /ready} in JSON, and {@code GET /metrics} for
 * Prometheus, as the Controller's contract has them. HEAD is a GET without the body (RFC 9110,
 * 9.3.2).
 */
final class Pages implements HttpHandler {
    private static final int OK = 200;
    private static final int NOT_FOUND = 404;
    private static final int METHOD_NOT_ALLOWED = 405;
    private static final int INTERNAL_ERROR = 500;
    private static final int UNAVAILABLE = 503;
    private static final String JSON = "application/json";

    /** Tells HttpExchange that there is no body. */
    private static final int NO_BODY = -1;

    private static final Logger LOG = LoggerFactory.getLogger(Pages.class);

    private final BooleanSupplier settled;
    private final BooleanSupplier registered;
    private final Supplier<Optional<Exposition>> exposition;

    /**
     * @param settled whether recovery after the start and the first look at the workspace are done
     * @param registered whether the agent is registered, or does not have to be
     * @param exposition who writes down the figures, if somebody is there
     */
    Pages(
            BooleanSupplier settled,
            BooleanSupplier registered,
            Supplier<Optional<Exposition>> exposition) {
        this.settled = settled;
        this.registered = registered;
        this.exposition = exposition;
    }

    private record Answer(int code, String type, String text) {
        static Answer json(int code, String json) {
            return new Answer(code, JSON, json);
        }
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String method = exchange.getRequestMethod();
            boolean head = method.equals("HEAD");
            if (head || method.equals("GET")) {
                send(exchange, at(exchange), head);
            } else {
                exchange.getResponseHeaders().set("Allow", "GET, HEAD");
                // Its body may be long and slow, and nobody wants it.
                exchange.getResponseHeaders().set("Connection", "close");
                send(exchange, error(METHOD_NOT_ALLOWED, "only GET and HEAD"), false);
            }
        }
    }

    private Answer at(HttpExchange exchange) {
        return switch (exchange.getRequestURI().getPath()) {
            case "/health" -> Answer.json(OK, "{\"status\":\"healthy\"}");
            case "/ready" -> ready();
            case "/metrics" -> metrics(exchange.getRequestHeaders().getFirst("Accept"));
            case null, default ->
                    error(NOT_FOUND, "not found; there are /health, /ready and /metrics");
        };
    }

    private Answer metrics(@Nullable String accept) {
        return exposition
                .get()
                .map(writer -> metrics(writer, accept == null ? "" : accept))
                .orElseGet(
                        () ->
                                error(
                                        UNAVAILABLE,
                                        "nobody writes down the figures: the bundle"
                                                + " hostler.metrics.prometheus is being replaced"
                                                + " or does not run"));
    }

    /** It is a plugin's: what it throws must not end the connection without a word. */
    private static Answer metrics(Exposition writer, String accept) {
        try {
            Exposition.Page page = writer.page(accept);
            return new Answer(OK, page.contentType(), page.text());
        } catch (RuntimeException | LinkageError e) {
            LOG.error("cannot answer /metrics", e);
            return error(INTERNAL_ERROR, "the figures cannot be written; the agent's log says why");
        }
    }

    private Answer ready() {
        if (!settled.getAsBoolean()) {
            return notYet(
                    "starting",
                    "the services of before are being recovered and the workspace is being read");
        }
        return registered.getAsBoolean()
                ? Answer.json(OK, "{\"status\":\"ready\"}")
                : notYet(
                        "unregistered",
                        "registry.required is true, and the agent is not registered; 'hostler"
                                + " status' says why");
    }

    private static Answer notYet(String status, String reason) {
        return Answer.json(
                UNAVAILABLE, "{\"status\":\"" + status + "\",\"reason\":\"" + reason + "\"}");
    }

    /** The message is a constant: nothing of the request is ever repeated. */
    private static Answer error(int code, String message) {
        return Answer.json(code, "{\"error\":\"" + message + "\"}");
    }

    private static void send(HttpExchange exchange, Answer answer, boolean head)
            throws IOException {
        byte[] body = answer.text().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", answer.type());
        exchange.getResponseHeaders().set("Cache-Control", "no-store");
        if (head) {
            exchange.getResponseHeaders().set("Content-Length", String.valueOf(body.length));
            exchange.sendResponseHeaders(answer.code(), NO_BODY);
        } else {
            exchange.sendResponseHeaders(answer.code(), body.length);
            // Closing the exchange would first read the request's body, which may never come.
            try (OutputStream out = exchange.getResponseBody()) {
                out.write(body);
            }
        }
    }
}
