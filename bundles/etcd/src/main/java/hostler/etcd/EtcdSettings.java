package hostler.etcd;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which etcd, and how to speak to it. Shows no password.
 *
 * @param endpoints its members, at least one; tried in turn
 * @param credentials who to be; empty: nobody, or whoever the certificate names
 * @param tls files for TLS; any file makes every endpoint one that wants TLS
 * @param connectTimeout the longest a member may take to accept a connection
 * @param callTimeout the longest one call may take
 */
public record EtcdSettings(
        List<Endpoint> endpoints,
        Optional<Credentials> credentials,
        TlsFiles tls,
        Duration connectTimeout,
        Duration callTimeout) {

    /** How a person names an etcd: {@value}, then {@code HOST:PORT[,HOST:PORT...]}. */
    public static final String SCHEME = "etcd://";

    /** Environment variables of the form for people; a password never stands in an argument. */
    public static final String USER = "HOSTLER_ETCD_USER";

    public static final String PASSWORD = "HOSTLER_ETCD_PASSWORD";
    public static final String AUTHORITY = "HOSTLER_ETCD_CA";
    public static final String CERTIFICATE = "HOSTLER_ETCD_CERTIFICATE";
    public static final String KEY = "HOSTLER_ETCD_KEY";

    private static final Duration CONNECT = Duration.ofSeconds(1);
    private static final Duration CALL = Duration.ofSeconds(10);

    public EtcdSettings {
        endpoints =
                tls.wanted()
                        ? endpoints.stream().map(Endpoint::secured).toList()
                        : List.copyOf(endpoints);
        if (endpoints.isEmpty()) {
            throw new IllegalArgumentException("no etcd endpoint is named");
        }
    }

    /** The usual times. */
    public static EtcdSettings of(
            List<Endpoint> endpoints, Optional<Credentials> credentials, TlsFiles tls) {
        return new EtcdSettings(endpoints, credentials, tls, CONNECT, CALL);
    }

    /**
     * Reads {@code etcd://HOST:PORT[,HOST:PORT...]}; user, password and files of TLS come from the
     * environment, see the constants.
     *
     * @throws IllegalArgumentException when it is not of that form
     */
    public static EtcdSettings ofUrl(String url, Map<String, String> environment) {
        if (!url.startsWith(SCHEME)) {
            throw new IllegalArgumentException(
                    "'" + url + "' does not name an etcd; etcd://HOST:PORT[,HOST:PORT] does");
        }
        String places = url.substring(SCHEME.length());
        return of(
                Endpoint.parseAll(Arrays.stream(places.split(",", -1))),
                named(environment, USER)
                        .map(user -> new Credentials(user, password(user, environment))),
                TlsFiles.of(
                        named(environment, AUTHORITY).map(Path::of),
                        named(environment, CERTIFICATE).map(Path::of),
                        named(environment, KEY).map(Path::of)));
    }

    private static String password(String user, Map<String, String> environment) {
        return named(environment, PASSWORD)
                .orElseThrow(
                        () ->
                                new IllegalArgumentException(
                                        USER
                                                + " names "
                                                + user
                                                + ", but "
                                                + PASSWORD
                                                + " is not set"));
    }

    private static Optional<String> named(Map<String, String> environment, String variable) {
        return Optional.ofNullable(environment.get(variable)).filter(value -> !value.isEmpty());
    }
}
