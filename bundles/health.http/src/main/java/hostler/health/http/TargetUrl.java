package hostler.health.http;

import hostler.core.api.HealthCheck;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Finds the URL that a check means. */
final class TargetUrl {
    private static final Set<String> SCHEMES = Set.of("http", "https");
    private static final int MAX_PORT = 65_535;

    private TargetUrl() {}

    /**
     * The URL of {@code http_path}; a path alone is completed with the service's own port on the
     * loopback address.
     *
     * @throws IllegalArgumentException naming the key that is missing or wrong
     */
    static URL of(HealthCheck check) {
        String path =
                check.setting("http_path")
                        .map(String::strip)
                        .orElseThrow(() -> wrong("http_path is missing"));
        String text = path.startsWith("/") ? "http://127.0.0.1:" + port(check) + path : path;
        try {
            URI uri = new URI(text);
            String scheme = Optional.ofNullable(uri.getScheme()).orElse("");
            if (!SCHEMES.contains(scheme.toLowerCase(Locale.ROOT)) || uri.getHost() == null) {
                throw wrong("http_path '" + path + "' is neither an http(s) URL nor a /path");
            }
            return uri.toURL();
        } catch (URISyntaxException | MalformedURLException e) {
            throw new IllegalArgumentException(
                    "healthcheck.http_path '" + path + "' is not a URL: " + e.getMessage(), e);
        }
    }

    private static int port(HealthCheck check) {
        String text =
                check.setting("http_port")
                        .or(() -> check.setting("tcp_port"))
                        .or(() -> check.setting("port"))
                        .orElseThrow(
                                () ->
                                        wrong(
                                                "http_path is a path alone, so http_port, tcp_port"
                                                        + " or ports must say the port"));
        int port = text.matches("\\d{1,5}") ? Integer.parseInt(text) : 0;
        if (port < 1 || port > MAX_PORT) {
            throw wrong("http_path needs a port, and " + text + " is outside 1-" + MAX_PORT);
        }
        return port;
    }

    private static IllegalArgumentException wrong(String message) {
        return new IllegalArgumentException("healthcheck." + message);
    }
}
