package hostler.health.tcp;

import hostler.core.api.HealthCheck;
import hostler.health.api.CheckResult;
import hostler.health.api.CheckTarget;
import hostler.health.api.CheckerType;
import hostler.health.api.Deadline;
import hostler.health.api.HealthChecker;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;
import org.osgi.service.component.annotations.Component;

/**
 * Healthy while {@code tcp_port} (else the first of {@code ports}) accepts a connection on the
 * loopback addresses, or on {@code tcp_host} where the check names one.
 */
@CheckerType("tcp")
@Component
public final class TcpHealthChecker implements HealthChecker {
    private static final int MAX_PORT = 65_535;
    private static final List<String> LOOPBACK = List.of("127.0.0.1", "::1");

    @Override
    public CheckResult check(CheckTarget target, Deadline deadline) throws InterruptedException {
        HealthCheck check = target.check();
        Optional<String> port = check.setting("tcp_port").or(() -> check.setting("port"));
        if (port.isEmpty()) {
            return CheckResult.inconclusive("healthcheck.tcp_port is missing");
        }
        if (!isPort(port.get())) {
            return CheckResult.inconclusive("port " + port.get() + " is outside 1-" + MAX_PORT);
        }
        List<String> hosts = check.setting("tcp_host").map(List::of).orElse(LOOPBACK);
        return connect(hosts, Integer.parseInt(port.get()), deadline);
    }

    private static boolean isPort(String text) {
        return text.matches("\\d{1,5}")
                && Integer.parseInt(text) >= 1
                && Integer.parseInt(text) <= MAX_PORT;
    }

    /** The first address that accepts; when none does, why the first one did not. */
    private static CheckResult connect(List<String> hosts, int port, Deadline deadline)
            throws InterruptedException {
        Optional<CheckResult> first = Optional.empty();
        for (String host : hosts) {
            CheckResult result = connect(host, port, deadline);
            if (result.outcome() == CheckResult.Outcome.OK) {
                return result;
            }
            first = first.or(() -> Optional.of(result));
        }
        return first.orElseThrow();
    }

    private static CheckResult connect(String host, int port, Deadline deadline)
            throws InterruptedException {
        String place = (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
        try (Socket socket = new Socket()) {
            InetAddress address = InetAddress.getByName(host);
            // 0 would mean for ever.
            int millis = (int) Math.max(1, deadline.remaining().toMillis());
            socket.connect(new InetSocketAddress(address, port), millis);
            return CheckResult.ok(place + " accepts connections");
        } catch (UnknownHostException e) {
            return CheckResult.critical("tcp_host '" + host + "' cannot be resolved");
        } catch (SocketTimeoutException e) {
            return CheckResult.critical("timed out connecting to " + place);
        } catch (IOException e) {
            if (Thread.interrupted()) {
                throw new InterruptedException("while connecting to " + place);
            }
            return CheckResult.critical(place + ": " + e.getMessage());
        }
    }
}
