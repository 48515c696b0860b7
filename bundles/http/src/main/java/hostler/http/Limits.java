package hostler.http;

import java.util.Map;

/**
 * What clients of the HTTP port may use up. The JDK's server knows these limits as system
 * properties only and reads them once, when the first server of the process is made.
 */
final class Limits {
    /** Seconds from a connection's first byte to the end of its request. */
    static final int REQUEST_S = 10;

    /** Seconds from the end of a request to the end of its answer. */
    static final int RESPONSE_S = 10;

    /** Seconds a connection may stay open between two requests. */
    static final int IDLE_S = 30;

    static final int MAX_CONNECTIONS = 200;
    static final int MAX_IDLE_CONNECTIONS = 50;
    static final int MAX_HEADERS = 50;
    static final int MAX_HEADER_BYTES = 16 * 1024;

    /** So much of a body nobody wants is read for the sake of the connection; more ends it. */
    static final int MAX_UNREAD_BYTES = 8 * 1024;

    private static final String JDK = "sun.net.httpserver.";

    private static final Map<String, Integer> PROPERTIES =
            Map.of(
                    JDK + "maxReqTime",
                    REQUEST_S,
                    JDK + "maxRspTime",
                    RESPONSE_S,
                    JDK + "idleInterval",
                    IDLE_S,
                    "jdk.httpserver.maxConnections",
                    MAX_CONNECTIONS,
                    JDK + "maxIdleConnections",
                    MAX_IDLE_CONNECTIONS,
                    JDK + "maxReqHeaders",
                    MAX_HEADERS,
                    JDK + "maxReqHeaderSize",
                    MAX_HEADER_BYTES,
                    JDK + "drainAmount",
                    MAX_UNREAD_BYTES);

    private Limits() {}

    /** Sets the limits of this process, before its first server; what {@code -D} has set stays. */
    static void set() {
        PROPERTIES.forEach(
                (name, value) -> System.getProperties().putIfAbsent(name, Integer.toString(value)));
    }
}
