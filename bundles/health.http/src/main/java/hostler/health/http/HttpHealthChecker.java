package hostler.health.http;

import static org.osgi.service.component.annotations.ConfigurationPolicy.OPTIONAL;

import hostler.health.api.CheckResult;
import hostler.health.api.CheckTarget;
import hostler.health.api.CheckerType;
import hostler.health.api.Deadline;
import hostler.health.api.HealthChecker;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.ProtocolException;
import java.net.Proxy;
import java.net.SocketTimeoutException;
import java.net.URL;
import java.net.UnknownHostException;
import java.util.Locale;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/**
 * Healthy while the URL of {@code http_path} answers {@code http_method} (default GET) with 2xx.
 *
 * <p>Redirects are shown, not followed, and no proxy is used: the check asks the service it was
 * told, never another host. The status decides; the body is not read. Each check has a connection
 * of its own, as a new client of the service would, and leaves nothing behind: no thread, no pool.
 */
@CheckerType("http")
@Designate(ocd = HttpHealthChecker.Config.class)
@Component(configurationPid = "hostler.health.http", configurationPolicy = OPTIONAL)
public final class HttpHealthChecker implements HealthChecker {

    /** Settings of every http check. */
    @ObjectClassDefinition(name = "HTTP health checker")
    @interface Config {
        @AttributeDefinition(description = "The User-Agent header of the checks")
        String user_agent() default "hostler";
    }

    private final Config config;

    @Activate
    public HttpHealthChecker(Config config) {
        this.config = config;
    }

    @Override
    public CheckResult check(CheckTarget target, Deadline deadline) throws InterruptedException {
        String method =
                target.check().setting("http_method").orElse("GET").toUpperCase(Locale.ROOT);
        try {
            return ask(TargetUrl.of(target.check()), method, deadline);
        } catch (IllegalArgumentException e) {
            return CheckResult.inconclusive(String.valueOf(e.getMessage()));
        }
    }

    private CheckResult ask(URL url, String method, Deadline deadline) throws InterruptedException {
        try {
            HttpURLConnection connection = open(url, method, deadline);
            try {
                return judge(connection, url);
            } finally {
                connection.disconnect();
            }
        } catch (ProtocolException e) {
            return CheckResult.inconclusive("healthcheck.http_method: " + e.getMessage());
        } catch (SocketTimeoutException e) {
            return CheckResult.critical("timed out waiting for " + url);
        } catch (UnknownHostException e) {
            return CheckResult.critical(url + ": the host cannot be resolved");
        } catch (IOException e) {
            if (Thread.interrupted()) {
                throw new InterruptedException("while asking " + url);
            }
            return CheckResult.critical(url + ": " + e.getMessage());
        }
    }

    private HttpURLConnection open(URL url, String method, Deadline deadline) throws IOException {
        HttpURLConnection connection = (HttpURLConnection) url.openConnection(Proxy.NO_PROXY);
        // 0 would mean for ever.
        int millis = (int) Math.max(1, deadline.remaining().toMillis());
        connection.setConnectTimeout(millis);
        connection.setReadTimeout(millis);
        connection.setRequestMethod(method);
        connection.setInstanceFollowRedirects(false);
        connection.setUseCaches(false);
        connection.setRequestProperty("User-Agent", config.user_agent());
        connection.setRequestProperty("Connection", "close");
        return connection;
    }

    private static CheckResult judge(HttpURLConnection connection, URL url) throws IOException {
        int status = connection.getResponseCode();
        if (status >= 200 && status < 300) {
            return CheckResult.ok("HTTP " + status);
        }
        if (status < 0) {
            return CheckResult.critical(url + " does not answer in HTTP");
        }
        String location = connection.getHeaderField("Location");
        return CheckResult.critical(
                "HTTP %d from %s%s"
                        .formatted(
                                status,
                                url,
                                location == null ? "" : ", a redirect to " + location));
    }
}
