package hostler.controller.grpc;

import io.grpc.Status;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The streams that are open now, so that a stopping server need not wait for their callers. */
final class OpenStreams {
    private final Set<OutboundStream<?>> streams = ConcurrentHashMap.newKeySet();

    void add(OutboundStream<?> stream) {
        streams.add(stream);
        stream.whenEnded(() -> streams.remove(stream));
    }

    /** Ends all of them; the caller may try again elsewhere or later. */
    void endAll() {
        Status stopping = Status.UNAVAILABLE.withDescription("the agent's gRPC server is stopping");
        streams.forEach(stream -> stream.fail(stopping));
    }
}
