package hostler.etcd;

import hostler.etcd.EtcdException.Kind;
import io.grpc.Status;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Tells etcd's failures apart. Some differ by their words alone: those of etcd's {@code
 * api/v3rpc/rpctypes/error.go}, the same since 3.0.
 */
final class Failures {
    private static final String SERVER = "etcdserver: ";

    private static final List<Map.Entry<String, Kind>> WORDS =
            List.of(
                    Map.entry("invalid auth token", Kind.TOKEN),
                    Map.entry("revision of auth store is old", Kind.TOKEN),
                    Map.entry("authentication failed", Kind.DENIED),
                    Map.entry("user name is empty", Kind.TOKEN),
                    Map.entry("user name not found", Kind.DENIED),
                    Map.entry("permission denied", Kind.DENIED),
                    Map.entry("database space exceeded", Kind.NO_SPACE),
                    Map.entry("request is too large", Kind.TOO_LARGE),
                    Map.entry("requested lease not found", Kind.LEASE_GONE),
                    Map.entry("lease already exists", Kind.LEASE_THERE),
                    Map.entry("too many requests", Kind.TIMEOUT),
                    Map.entry("required revision has been compacted", Kind.COMPACTED),
                    Map.entry("no leader", Kind.UNREACHABLE),
                    Map.entry("leader changed", Kind.UNREACHABLE),
                    Map.entry("server stopped", Kind.UNREACHABLE),
                    Map.entry("request timed out", Kind.TIMEOUT));

    private Failures() {}

    /**
     * @param doing what was being done: "renewing lease 12"
     */
    static EtcdException of(String doing, Endpoint where, Status status) {
        String words = words(status);
        return new EtcdException(
                kind(status, words),
                doing + " at etcd " + where + " failed: " + words,
                status.getCause());
    }

    /** What a member cannot do as it stands. */
    static EtcdException useless(String doing, Endpoint where, Standing.Useless standing) {
        return new EtcdException(
                Kind.UNREACHABLE, doing + " failed: etcd " + where + " " + standing.reason(), null);
    }

    /** What a fresh token did not cure. */
    static EtcdException denied(EtcdException token) {
        return new EtcdException(Kind.DENIED, String.valueOf(token.getMessage()), token);
    }

    private static Kind kind(Status status, String words) {
        return WORDS.stream()
                .filter(word -> words.contains(word.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElseGet(() -> withoutWords(status));
    }

    private static Kind withoutWords(Status status) {
        if (caused(status, SSLException.class)) {
            return Kind.DENIED;
        }
        // A connection that breaks while it is made has a code of its own.
        return caused(status, IOException.class) ? Kind.UNREACHABLE : kind(status.getCode());
    }

    private static Kind kind(Status.Code code) {
        return switch (code) {
            case UNAVAILABLE -> Kind.UNREACHABLE;
            case DEADLINE_EXCEEDED -> Kind.TIMEOUT;
            case UNAUTHENTICATED -> Kind.TOKEN;
            case PERMISSION_DENIED -> Kind.DENIED;
            default -> Kind.OTHER;
        };
    }

    private static String words(Status status) {
        String description = status.getDescription();
        if (description == null) {
            return "gRPC " + status.getCode();
        }
        // The transport says "io exception", then its insides, and leaves the rest to its causes.
        String first = description.lines().findFirst().orElse(description);
        return (first.startsWith(SERVER) ? first.substring(SERVER.length()) : first)
                + causes(status)
                        .reduce((outer, inner) -> inner)
                        .map(e -> ": " + e.getMessage())
                        .orElse("");
    }

    private static boolean caused(Status status, Class<? extends IOException> by) {
        return causes(status).anyMatch(by::isInstance);
    }

    private static Stream<Throwable> causes(Status status) {
        return Stream.<@Nullable Throwable>iterate(
                        status.getCause(), cause -> cause == null ? null : cause.getCause())
                .takeWhile(Objects::nonNull)
                .map(Objects::requireNonNull);
    }
}
