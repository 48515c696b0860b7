package hostler.controller.grpc;

import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** What one client may use up. */
final class Limits {
    static final int MAX_MESSAGE_BYTES = 4 * 1024 * 1024;
    static final int MAX_METADATA_BYTES = 8 * 1024;
    static final int MAX_CALLS_PER_CONNECTION = 100;

    /** So many cancelled streams within {@link #RESET_WINDOW} end the connection (rapid reset). */
    static final int MAX_RESETS = 200;

    static final Duration RESET_WINDOW = Duration.ofSeconds(30);
    static final Duration MAX_IDLE = Duration.ofMinutes(15);
    static final Duration MAX_AGE = Duration.ofHours(24);

    /** A client that follows a log and vanishes without a word is noticed by a ping. */
    static final Duration KEEP_ALIVE = Duration.ofMinutes(1);

    static final Duration KEEP_ALIVE_ANSWER = Duration.ofSeconds(20);

    private Limits() {}

    static NettyServerBuilder on(NettyServerBuilder server) {
        return server.maxInboundMessageSize(MAX_MESSAGE_BYTES)
                .maxInboundMetadataSize(MAX_METADATA_BYTES)
                .maxConcurrentCallsPerConnection(MAX_CALLS_PER_CONNECTION)
                .maxRstFramesPerWindow(MAX_RESETS, (int) RESET_WINDOW.toSeconds())
                .maxConnectionIdle(MAX_IDLE.toSeconds(), TimeUnit.SECONDS)
                .maxConnectionAge(MAX_AGE.toSeconds(), TimeUnit.SECONDS)
                .keepAliveTime(KEEP_ALIVE.toSeconds(), TimeUnit.SECONDS)
                .keepAliveTimeout(KEEP_ALIVE_ANSWER.toSeconds(), TimeUnit.SECONDS);
    }
}
