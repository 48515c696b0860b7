package hostler.cli.http2;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * How a call ended.
 *
 * @param code 0 is OK; the others as gRPC numbers them
 * @param message for the one who asked; may be empty
 */
public record GrpcStatus(int code, String message) {
    static final int OK = 0;
    static final int CANCELLED = 1;
    static final int UNKNOWN = 2;
    static final int INTERNAL = 13;
    static final int UNAVAILABLE = 14;

    /** Reads trailers. */
    static GrpcStatus of(List<Header> trailers) {
        String message = find(trailers, "grpc-message").map(GrpcStatus::unescape).orElse("");
        return find(trailers, "grpc-status")
                .filter(code -> code.matches("[0-9]{1,3}"))
                .map(code -> new GrpcStatus(Integer.parseInt(code), message))
                .orElse(new GrpcStatus(UNKNOWN, "the answer carries no gRPC status"));
    }

    static Optional<String> find(List<Header> headers, String name) {
        return headers.stream()
                .filter(header -> header.name().equals(name))
                .map(Header::value)
                .findFirst();
    }

    /** Undoes gRPC's percent-encoding of UTF-8; what is not well-formed stays as it is. */
    static String unescape(String value) {
        ByteArrayOutputStream octets = new ByteArrayOutputStream(value.length());
        for (int i = 0; i < value.length(); i++) {
            int octet = value.charAt(i) == '%' ? hex(value, i + 1) : -1;
            octets.write(octet < 0 ? value.charAt(i) : octet);
            i += octet < 0 ? 0 : 2;
        }
        return octets.toString(StandardCharsets.UTF_8);
    }

    private static int hex(String value, int at) {
        if (at + 2 > value.length()) {
            return -1;
        }
        int high = Character.digit(value.charAt(at), 16);
        int low = Character.digit(value.charAt(at + 1), 16);
        return high < 0 || low < 0 ? -1 : (high << 4) | low;
    }
}
