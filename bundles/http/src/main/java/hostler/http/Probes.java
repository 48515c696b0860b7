package hostler.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.BooleanSupplier;

/**
 * Answers {@code GET /health} and {@code GET /ready} in JSON, as the Controller's contract has
 * them. HEAD is a GET without the body (RFC 9110, 9.3.2).
 */
final class Probes implements HttpHandler {
    private static final int OK = 200;
    private static final int NOT_FOUND = 404;
    private static final int METHOD_NOT_ALLOWED = 405;
    private static final int UNAVAILABLE = 503;

    /** Tells HttpExchange that there is no body. */
    private static final int NO_BODY = -1;

    private final BooleanSupplier settled;
    private final BooleanSupplier registered;

    /**
     * @param settled whether recovery after the start and the first look at the workspace are done
     * @param registered whether the agent is registered, or does not have to be
     */
    Probes(BooleanSupplier settled, BooleanSupplier registered) {
        this.settled = settled;
        this.registered = registered;
    }

    private record Answer(int code, String json) {}

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String method = exchange.getRequestMethod();
            boolean head = method.equals("HEAD");
            if (head || method.equals("GET")) {
                send(exchange, at(exchange.getRequestURI().getPath()), head);
            } else {
                exchange.getResponseHeaders().set("Allow", "GET, HEAD");
                // Its body may be long and slow, and nobody wants it.
                exchange.getResponseHeaders().set("Connection", "close");
                send(exchange, error(METHOD_NOT_ALLOWED, "only GET and HEAD"), false);
            }
        }
    }

    private Answer at(String path) {
        return switch (path) {
            case "/health" -> new Answer(OK, "{\"status\":\"healthy\"}");
            case "/ready" -> ready();
            case null, default -> error(NOT_FOUND, "not found; there are /health and /ready");
        };
    }

    private Answer ready() {
        if (!settled.getAsBoolean()) {
            return notYet(
                    "starting",
                    "the services of before are being recovered and the workspace is being read");
        }
        return registered.getAsBoolean()
                ? new Answer(OK, "{\"status\":\"ready\"}")
                : notYet(
                        "unregistered",
                        "registry.required is true, and the agent is not registered; 'hostler"
                                + " status' says why");
    }

    private static Answer notYet(String status, String reason) {
        return new Answer(
                UNAVAILABLE, "{\"status\":\"" + status + "\",\"reason\":\"" + reason + "\"}");
    }

    /** The message is a constant: nothing of the request is ever repeated. */
    private static Answer error(int code, String message) {
        return new Answer(code, "{\"error\":\"" + message + "\"}");
    }

    private static void send(HttpExchange exchange, Answer answer, boolean head)
            throws IOException {
        byte[] body = answer.json().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
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
