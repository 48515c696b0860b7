package hostler.cli.http2;

import java.io.ByteArrayOutputStream;
import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The agent's side of the one stream: headers, messages, trailers. */
final class ReplyStream {

    /** A header block larger than this is refused. */
    private static final int MAX_BLOCK = 64 << 10;

    private static final int REFUSED_STREAM = 7;
    private static final int CANCEL = 8;

    private final HpackDecoder hpack = new HpackDecoder(HpackDecoder.DEFAULT_TABLE_SIZE);
    private final MessageAssembler messages = new MessageAssembler();
    private final ByteArrayOutputStream block = new ByteArrayOutputStream();
    private boolean endAfterBlock;
    private List<Header> headers = List.of();
    private @Nullable GrpcStatus outcome;

    /** Takes a HEADERS or CONTINUATION frame. */
    void headers(Frame frame) throws ProtocolException {
        ByteBuffer payload = frame.payload();
        if (frame.type() == Frame.HEADERS) {
            unpad(frame, payload);
            if (frame.has(Frame.PRIORITY)) {
                skip(payload, 5);
            }
            endAfterBlock = frame.has(Frame.END_STREAM);
        }
        if (block.size() + payload.remaining() > MAX_BLOCK) {
            throw new ProtocolException("HTTP/2: headers larger than " + MAX_BLOCK + " octets");
        }
        byte[] fragment = new byte[payload.remaining()];
        payload.get(fragment);
        block.writeBytes(fragment);
        if (frame.has(Frame.END_HEADERS)) {
            List<Header> decoded = hpack.decode(ByteBuffer.wrap(block.toByteArray()));
            block.reset();
            received(decoded);
        }
    }

    private void received(List<Header> decoded) throws ProtocolException {
        if (headers.isEmpty()) {
            headers = decoded;
            String status = GrpcStatus.find(decoded, ":status").orElse("");
            if (!status.equals("200")) {
                throw new ProtocolException("HTTP status '" + status + "' instead of 200");
            }
        }
        if (endAfterBlock) {
            end(
                    messages.cutShort()
                            ? new GrpcStatus(GrpcStatus.INTERNAL, "a message was cut short")
                            : GrpcStatus.of(decoded));
        }
    }

    void data(Frame frame) throws ProtocolException {
        unpad(frame, frame.payload());
        messages.add(frame.payload());
        if (frame.has(Frame.END_STREAM)) {
            end(new GrpcStatus(GrpcStatus.INTERNAL, "the answer ends without a status"));
        }
    }

    private static void unpad(Frame frame, ByteBuffer payload) throws ProtocolException {
        if (!frame.has(Frame.PADDED)) {
            return;
        }
        skip(payload, 1);
        int padding = payload.get(payload.position() - 1) & 0xff;
        if (padding > payload.remaining()) {
            throw new ProtocolException("HTTP/2: more padding than frame");
        }
        payload.limit(payload.limit() - padding);
    }

    private static void skip(ByteBuffer payload, int octets) throws ProtocolException {
        if (payload.remaining() < octets) {
            throw new ProtocolException("HTTP/2: a frame too short for its flags");
        }
        payload.position(payload.position() + octets);
    }

    /** The agent gave the stream up; gRPC's "HTTP2 Transport Mapping" says what that means. */
    void reset(int error) {
        end(
                switch (error) {
                    case REFUSED_STREAM ->
                            new GrpcStatus(GrpcStatus.UNAVAILABLE, "the agent refused the call");
                    case CANCEL ->
                            new GrpcStatus(GrpcStatus.CANCELLED, "the agent cancelled the call");
                    default ->
                            new GrpcStatus(
                                    GrpcStatus.INTERNAL,
                                    "the agent reset the call, HTTP/2 error " + error);
                });
    }

    void end(GrpcStatus status) {
        if (outcome == null) {
            outcome = status;
        }
    }

    byte @Nullable [] poll() {
        return messages.poll();
    }

    boolean ended() {
        return outcome != null;
    }

    @Nullable GrpcStatus status() {
        return outcome;
    }
}
