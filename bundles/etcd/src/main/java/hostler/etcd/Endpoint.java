package hostler.etcd;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Where a member of etcd listens.
 *
 * @param host a name or an address, IPv6 without brackets
 * @param secure whether it wants TLS
 */
public record Endpoint(String host, int port, boolean secure) {
    private static final String PLAIN = "http://";
    private static final String SECURE = "https://";
    private static final int MAX_PORT = 65_535;

    /**
     * Reads {@code HOST:PORT}, {@code http://HOST:PORT} or {@code https://HOST:PORT}, the forms of
     * etcd's own tools; IPv6 addresses stand in brackets.
     *
     * @throws IllegalArgumentException when it is none of them; a user in it is refused, because
     *     what is written there is shown in logs and process lists
     */
    public static Endpoint parse(String text) {
        String lower = text.strip().toLowerCase(Locale.ROOT);
        boolean secure = lower.startsWith(SECURE);
        String place = secure ? lower.substring(SECURE.length()) : withoutPrefix(lower, PLAIN);
        if (place.indexOf('@') >= 0) {
            throw new IllegalArgumentException(
                    "an etcd endpoint holds no user and no password, only HOST:PORT");
        }
        return placed(text, withoutSuffix(place, "/"), secure);
    }

    /**
     * Reads several, each as {@link #parse(String)} does.
     *
     * @throws IllegalArgumentException when there is none, or one is wrong
     */
    public static List<Endpoint> parseAll(Stream<String> texts) {
        List<Endpoint> endpoints = texts.map(Endpoint::parse).distinct().toList();
        if (endpoints.isEmpty()) {
            throw new IllegalArgumentException("no etcd endpoint is named");
        }
        return endpoints;
    }

    private static Endpoint placed(String text, String place, boolean secure) {
        int colon = place.lastIndexOf(':');
        String host = colon < 0 ? "" : place.substring(0, colon);
        if (host.startsWith("[") && host.endsWith("]")) {
            host = host.substring(1, host.length() - 1);
        } else if (host.indexOf(':') >= 0) {
            host = "";
        }
        if (!host.matches("[a-z0-9._:%-]+")) {
            throw wrong(text);
        }
        return new Endpoint(host, port(text, place.substring(colon + 1)), secure);
    }

    private static int port(String text, String digits) {
        int port = digits.matches("\\d{1,5}") ? Integer.parseInt(digits) : 0;
        if (port < 1 || port > MAX_PORT) {
            throw wrong(text);
        }
        return port;
    }

    private static IllegalArgumentException wrong(String text) {
        return new IllegalArgumentException(
                "'" + text + "' is not an etcd endpoint; HOST:PORT or https://HOST:PORT is");
    }

    private static String withoutPrefix(String text, String prefix) {
        return text.startsWith(prefix) ? text.substring(prefix.length()) : text;
    }

    private static String withoutSuffix(String text, String suffix) {
        return text.endsWith(suffix) ? text.substring(0, text.length() - suffix.length()) : text;
    }

    /** This place, spoken to over TLS. */
    Endpoint secured() {
        return new Endpoint(host, port, true);
    }

    /** {@code HOST:PORT}, as people write it. */
    @Override
    public String toString() {
        return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
    }
}
