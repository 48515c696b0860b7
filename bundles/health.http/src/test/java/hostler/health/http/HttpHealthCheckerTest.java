package hostler.health.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import hostler.health.api.CheckResult;
import hostler.health.api.CheckResult.Outcome;
import hostler.health.api.CheckTarget;
import hostler.health.api.HealthChecker;
import hostler.health.testkit.CheckTargets;
import hostler.health.testkit.HealthCheckerContract;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.osgi.util.converter.Converters;

class HttpHealthCheckerTest implements HealthCheckerContract {
    private final BlockingQueue<String> requests = new LinkedBlockingQueue<>();
    private HttpServer server;
    private ServerSocket silent;

    @BeforeEach
    void serve() throws IOException {
        InetAddress loopback = InetAddress.getLoopbackAddress();
        server = HttpServer.create(new InetSocketAddress(loopback, 0), 0);
        server.createContext(
                "/",
                exchange -> {
                    requests.add(
                            exchange.getRequestMethod()
                                    + " "
                                    + exchange.getRequestHeaders().getFirst("User-Agent"));
                    String path = exchange.getRequestURI().getPath().substring(1);
                    exchange.getResponseHeaders().set("Location", "http://169.254.169.254/");
                    exchange.sendResponseHeaders(Integer.parseInt(path), -1);
                    exchange.close();
                });
        server.start();
        silent = new ServerSocket(0, 50, loopback);
    }

    @AfterEach
    void close() throws IOException {
        server.stop(0);
        silent.close();
    }

    @Override
    public HealthChecker checker() {
        return new HttpHealthChecker(config(Map.of()));
    }

    @Override
    public CheckTarget healthyTarget() {
        return target(Map.of("http_path", url("/200")));
    }

    @Override
    public CheckTarget deadTarget() throws IOException {
        try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return target(Map.of("http_path", "http://127.0.0.1:" + closed.getLocalPort() + "/"));
        }
    }

    /** Accepts and never answers. */
    @Override
    public Optional<CheckTarget> hangingTarget() {
        return Optional.of(
                target(Map.of("http_path", "http://127.0.0.1:" + silent.getLocalPort() + "/")));
    }

    @Test
    void statusIsTheMessage() throws Exception {
        assertThat(check(url("/204"))).isEqualTo(CheckResult.ok("HTTP 204"));
        assertThat(check(url("/503")).message()).startsWith("HTTP 503 from http://127.0.0.1:");
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 307})
    void redirectIsShownNotFollowed(int status) throws Exception {
        CheckResult result = check(url("/" + status));

        assertThat(result.outcome()).isEqualTo(Outcome.CRITICAL);
        assertThat(result.message())
                .startsWith("HTTP " + status)
                .endsWith("a redirect to http://169.254.169.254/");
        assertThat(requests).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"http_port", "tcp_port", "port"})
    void pathAloneMeansTheServicesOwnPort(String key) throws Exception {
        String port = Integer.toString(server.getAddress().getPort());

        assertThat(check(Map.of("http_path", "/200", key, port)))
                .isEqualTo(CheckResult.ok("HTTP 200"));
    }

    @Test
    void methodAndUserAgentAreSent() throws Exception {
        assertThat(check(Map.of("http_path", url("/200"), "http_method", "head")).outcome())
                .isEqualTo(Outcome.OK);
        assertThat(requests.take()).isEqualTo("HEAD hostler");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "file:///etc/passwd",
                "ftp://127.0.0.1/",
                "127.0.0.1:80",
                "http://",
                "http://a b/",
                "health"
            })
    void whatIsNoHttpUrlIsInconclusive(String path) throws Exception {
        CheckResult result = check(path);

        assertThat(result.outcome()).isEqualTo(Outcome.INCONCLUSIVE);
        assertThat(result.message()).startsWith("healthcheck.http_path").contains(path);
    }

    @Test
    void missingSettingsAreInconclusiveAndNamed() throws Exception {
        assertThat(check(Map.of()).message()).isEqualTo("healthcheck.http_path is missing");
        assertThat(check(Map.of("http_path", "/")).message()).contains("http_port");
        assertThat(check(Map.of("http_path", "/", "port", "70000")).message())
                .contains("70000 is outside 1-65535");
        assertThat(check(Map.of("http_path", url("/200"), "http_method", "BREW")))
                .returns(Outcome.INCONCLUSIVE, CheckResult::outcome);
    }

    @Test
    void unresolvableHostIsCritical() throws Exception {
        assertThat(check("http://no.such.invalid/").message()).endsWith("cannot be resolved");
    }

    @Test
    void answerThatIsNotHttpIsCritical() throws Exception {
        Thread.ofVirtual()
                .start(
                        () -> {
                            try (Socket client = silent.accept()) {
                                client.getOutputStream()
                                        .write(
                                                "SSH-2.0-x\r\n\r\n"
                                                        .getBytes(StandardCharsets.US_ASCII));
                            } catch (IOException closedByTheTest) {
                                Thread.currentThread().interrupt();
                            }
                        });

        assertThat(check("http://127.0.0.1:" + silent.getLocalPort() + "/").outcome())
                .isEqualTo(Outcome.CRITICAL);
    }

    @Test
    void configDefaults() {
        assertThat(config(Map.of()).user_agent()).isEqualTo("hostler");
    }

    @Test
    void everyPropertyIsMapped() {
        assertThat(config(Map.of("user.agent", "probe/1")).user_agent()).isEqualTo("probe/1");
    }

    private static HttpHealthChecker.Config config(Map<String, Object> properties) {
        return Converters.standardConverter()
                .convert(properties)
                .to(HttpHealthChecker.Config.class);
    }

    private String url(String path) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + path;
    }

    private CheckResult check(String path) throws Exception {
        return check(Map.of("http_path", path));
    }

    private CheckResult check(Map<String, String> settings) throws Exception {
        return HealthCheckerContract.check(checker(), target(settings), TIMEOUT);
    }

    private static CheckTarget target(Map<String, String> settings) {
        return CheckTargets.withSettings(settings, TIMEOUT);
    }
}
