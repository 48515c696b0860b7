package hostler.health.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import hostler.health.api.CheckResult;
import hostler.health.api.CheckResult.Outcome;
import hostler.health.api.CheckTarget;
import hostler.health.api.Deadline;
import hostler.health.api.HealthChecker;
import hostler.health.testkit.CheckTargets;
import hostler.health.testkit.HealthCheckerContract;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TcpHealthCheckerTest implements HealthCheckerContract {
    private final List<AutoCloseable> open = new ArrayList<>();

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable resource : open) {
            resource.close();
        }
    }

    @Override
    public HealthChecker checker() {
        return new TcpHealthChecker();
    }

    @Override
    public CheckTarget healthyTarget() throws IOException {
        return port(listen("127.0.0.1", 50).getLocalPort());
    }

    @Override
    public CheckTarget deadTarget() throws IOException {
        try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return port(closed.getLocalPort());
        }
    }

    /** A listener whose backlog is full: the kernel drops every further SYN. */
    @Override
    public Optional<CheckTarget> hangingTarget() throws IOException {
        ServerSocket full = listen("127.0.0.1", 1);
        for (int i = 0; i < 2; i++) {
            Socket waiting = new Socket();
            open.add(waiting);
            waiting.connect(full.getLocalSocketAddress());
        }
        return Optional.of(port(full.getLocalPort()));
    }

    @Test
    void serviceThatListensOnIpv6LoopbackOnlyIsHealthy() throws Exception {
        int port = listen("::1", 50).getLocalPort();

        assertThat(check(port(port)).message()).isEqualTo("[::1]:" + port + " accepts connections");
    }

    @Test
    void firstOfThePortsStandsInForAMissingTcpPort() throws Exception {
        String port = Integer.toString(listen("127.0.0.1", 50).getLocalPort());

        assertThat(check(target(Map.of("port", port))).outcome()).isEqualTo(Outcome.OK);
    }

    @Test
    void missingPortIsInconclusiveAndNamesTheKey() throws Exception {
        assertThat(check(target(Map.of())))
                .isEqualTo(CheckResult.inconclusive("healthcheck.tcp_port is missing"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "70000", "-1", "http", "999999999999"})
    void portOutsideTheRangeIsRefused(String port) throws Exception {
        assertThat(check(target(Map.of("tcp_port", port))))
                .isEqualTo(CheckResult.inconclusive("port " + port + " is outside 1-65535"));
    }

    @Test
    void unresolvableHostIsCritical() throws Exception {
        CheckResult result = check(target(Map.of("tcp_port", "80", "tcp_host", "no.such.invalid")));

        assertThat(result)
                .isEqualTo(CheckResult.critical("tcp_host 'no.such.invalid' cannot be resolved"));
    }

    private static CheckResult check(CheckTarget target) throws InterruptedException {
        return new TcpHealthChecker().check(target, Deadline.after(TIMEOUT));
    }

    private ServerSocket listen(String host, int backlog) throws IOException {
        ServerSocket server = new ServerSocket();
        open.add(server);
        server.bind(new InetSocketAddress(InetAddress.getByName(host), 0), backlog);
        return server;
    }

    private static CheckTarget port(int port) {
        return target(Map.of("tcp_port", Integer.toString(port)));
    }

    private static CheckTarget target(Map<String, String> settings) {
        return CheckTargets.withSettings(settings, TIMEOUT);
    }
}
