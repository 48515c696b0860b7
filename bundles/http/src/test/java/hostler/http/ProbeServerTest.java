package hostler.http;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import hostler.metrics.api.Exposition;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.osgi.util.converter.Converters;

class ProbeServerTest {
    private final AtomicBoolean settled = new AtomicBoolean(true);
    private final AtomicBoolean registered = new AtomicBoolean(true);
    private final AtomicReference<Exposition> exposition = new AtomicReference<>();
    private final HttpListener listener = new HttpListener("127.0.0.1", 0, pages());

    private Pages pages() {
        return new Pages(
                settled::get, registered::get, () -> Optional.ofNullable(exposition.get()));
    }

    @BeforeEach
    void open() {
        Limits.set();
        listener.start();
    }

    @AfterEach
    void close() {
        listener.close();
    }

    private static int port(HttpListener listener) {
        return listener.server().orTimeout(5, TimeUnit.SECONDS).join().getAddress().getPort();
    }

    private HttpResponse<String> request(String method, String path) throws Exception {
        return request(port(listener), method, path);
    }

    private static HttpResponse<String> request(int port, String method, String path)
            throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                            .method(method, HttpRequest.BodyPublishers.noBody())
                            .timeout(Duration.ofSeconds(5))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        }
    }

    @Test
    void aliveIsHealthy() throws Exception {
        HttpResponse<String> answer = request("GET", "/health");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("{\"status\":\"healthy\"}");
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/json");
    }

    @Test
    void readyOnlyWhenSettled() throws Exception {
        settled.set(false);
        HttpResponse<String> starting = request("GET", "/ready");
        assertThat(starting.statusCode()).isEqualTo(503);
        assertThat(starting.body()).startsWith("{\"status\":\"starting\",\"reason\":\"");
        settled.set(true);
        HttpResponse<String> ready = request("GET", "/ready?verbose=1");
        assertThat(ready.statusCode()).isEqualTo(200);
        assertThat(ready.body()).isEqualTo("{\"status\":\"ready\"}");
    }

    @Test
    void readyOnlyWhenRegisteredWhereThatIsRequired() throws Exception {
        registered.set(false);
        HttpResponse<String> answer = request("GET", "/ready");
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.body())
                .startsWith("{\"status\":\"unregistered\",\"reason\":\"registry.required");
        assertThat(request("GET", "/health").statusCode()).isEqualTo(200);
    }

    @Test
    void figuresAreWrittenAsTheScraperAccepts() throws Exception {
        exposition.set(accept -> new Exposition.Page("text/x", "for '" + accept + "'\n"));

        HttpResponse<String> answer = request("GET", "/metrics?x=1");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).contains("text/x");
        assertThat(answer.body()).isEqualTo("for ''\n");
        assertThat(accepting("application/openmetrics-text"))
                .isEqualTo("for 'application/openmetrics-text'\n");
    }

    private String accepting(String format) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            URI uri = URI.create("http://127.0.0.1:" + port(listener) + "/metrics");
            return client.send(
                            HttpRequest.newBuilder(uri).header("Accept", format).build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
        }
    }

    @Test
    void withoutSomebodyWhoWritesThemDownThereAreNoFigures() throws Exception {
        HttpResponse<String> answer = request("GET", "/metrics");
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.body()).contains("hostler.metrics.prometheus");
        assertThat(request("GET", "/health").statusCode()).isEqualTo(200);
    }

    @Test
    void whoCannotWriteFiguresDownDoesNotHarmTheServer() throws Exception {
        exposition.set(
                accept -> {
                    throw new IllegalStateException("secret");
                });
        HttpResponse<String> answer = request("GET", "/metrics");
        assertThat(answer.statusCode()).isEqualTo(500);
        assertThat(answer.body()).doesNotContain("secret");
    }

    @Test
    void otherMethodsAreNotAllowed() throws Exception {
        HttpResponse<String> answer = request("POST", "/health");
        assertThat(answer.statusCode()).isEqualTo(405);
        assertThat(answer.headers().firstValue("Allow")).contains("GET, HEAD");
        assertThat(request("DELETE", "/nowhere").statusCode()).isEqualTo(405);
        HttpResponse<String> head = request("HEAD", "/health");
        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.body()).isEmpty();
    }

    @Test
    void otherPathsAreNotFoundAndNothingOfThemIsRepeated() throws Exception {
        for (String path : new String[] {"/", "/healthy", "/health/", "/%3Cscript%3E"}) {
            HttpResponse<String> answer = request("GET", path);
            assertThat(answer.statusCode()).as(path).isEqualTo(404);
            assertThat(answer.body()).startsWith("{\"error\":").doesNotContain("script");
        }
    }

    @Test
    void garbageDoesNotStopTheServer() throws Exception {
        assertThat(request("GET", "/health").statusCode()).isEqualTo(200);
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port(listener))) {
            socket.setSoTimeout(5_000);
            socket.getOutputStream()
                    .write("\u0000\u0001 nonsense\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            assertThat(
                            new String(
                                    socket.getInputStream().readAllBytes(),
                                    StandardCharsets.US_ASCII))
                    .doesNotContain("Exception");
        }
        assertThat(request("GET", "/health").statusCode()).isEqualTo(200);
    }

    @Test
    void manyHeadersAreRefused() throws Exception {
        assertThat(request("GET", "/health").statusCode()).isEqualTo(200);
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port(listener))) {
            socket.setSoTimeout(5_000);
            socket.getOutputStream()
                    .write(
                            ("GET /health HTTP/1.1\r\n" + manyHeaders() + "\r\n")
                                    .getBytes(StandardCharsets.US_ASCII));
            assertThat(statusLine(socket)).doesNotContain("200");
        } catch (IOException e) {
            assertThat(e).hasMessageContaining("reset");
        }
    }

    private static String manyHeaders() {
        return IntStream.range(0, 100).mapToObj(i -> "X-" + i + ": y\r\n").collect(joining());
    }

    private static String statusLine(Socket socket) throws IOException {
        String answer =
                new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        return answer.lines().findFirst().orElse("");
    }

    @Test
    void aTakenPortIsToldAndOpenedWhenItIsFree() throws Exception {
        ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        int port = other.getLocalPort();
        try (HttpListener waiting = new HttpListener("127.0.0.1", port, pages())) {
            waiting.start();
            await().untilAsserted(
                            () ->
                                    assertThat(waiting.describe())
                                            .startsWith(
                                                    "http 127.0.0.1:"
                                                            + port
                                                            + " (not open: server.http_port:"
                                                            + " cannot listen on")
                                            .contains("Address already in use"));
            other.close();
            assertThat(port(waiting)).isEqualTo(port);
            assertThat(waiting.describe()).isEqualTo("http 127.0.0.1:" + port);
            assertThat(request(port, "GET", "/ready").statusCode()).isEqualTo(200);
        }
        try (ServerSocket free = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            assertThat(free.isBound()).isTrue();
        }
    }

    @Test
    void whatIsNoAddressIsToldUnderItsKey() {
        try (HttpListener nowhere = new HttpListener("no-such-host.invalid", 0, pages())) {
            nowhere.start();
            await().untilAsserted(
                            () ->
                                    assertThat(nowhere.describe())
                                            .contains("server.address: 'no-such-host.invalid'"));
        }
    }

    @Test
    void withoutCoreTheAgentIsHealthyAndNotReady() throws Exception {
        ProbeServer server = new ProbeServer(config(Map.of("port", "0")));
        try {
            await().until(() -> !server.get().contains("not open"));
            int port = Integer.parseInt(server.get().replaceFirst(".*:", ""));
            assertThat(request(port, "GET", "/health").statusCode()).isEqualTo(200);
            assertThat(request(port, "GET", "/ready").statusCode()).isEqualTo(503);
        } finally {
            server.deactivate();
        }
    }

    @Test
    void defaultsAreTheContracts() {
        ProbeServer.Config config = config(Map.of());
        assertThat(config.address()).isEqualTo("127.0.0.1");
        assertThat(config.port()).isEqualTo(8080);
    }

    @Test
    void everyPropertyIsMapped() {
        ProbeServer.Config config = config(Map.of("address", "0.0.0.0", "port", "21080"));
        assertThat(config.address()).isEqualTo("0.0.0.0");
        assertThat(config.port()).isEqualTo(21080);
    }

    private static ProbeServer.Config config(Map<String, String> properties) {
        return Converters.standardConverter().convert(properties).to(ProbeServer.Config.class);
    }
}
