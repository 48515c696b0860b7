package hostler.cli.http2;

import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * Cuts the octets of DATA frames into gRPC's length-prefixed messages: one octet that says
 * "compressed", four of length, the message (gRPC over HTTP/2, "Length-Prefixed-Message").
 */
final class MessageAssembler {

    /** A message larger than this is refused. */
    static final int MAX_MESSAGE = 16 << 20;

    private static final int PREFIX = 5;

    private final Queue<byte[]> complete = new ArrayDeque<>();
    private byte[] pending = new byte[Frame.MAX_PAYLOAD];
    private int size;

    void add(ByteBuffer octets) throws ProtocolException {
        int count = octets.remaining();
        if (pending.length < size + count) {
            pending = Arrays.copyOf(pending, Math.max(pending.length * 2, size + count));
        }
        octets.get(pending, size, count);
        size += count;
        cut();
    }

    private void cut() throws ProtocolException {
        int start = 0;
        while (size - start >= PREFIX) {
            int length = length(ByteBuffer.wrap(pending, start, PREFIX));
            if (size - start - PREFIX < length) {
                break;
            }
            start += PREFIX;
            complete.add(Arrays.copyOfRange(pending, start, start + length));
            start += length;
        }
        System.arraycopy(pending, start, pending, 0, size - start);
        size -= start;
    }

    private static int length(ByteBuffer prefix) throws ProtocolException {
        if (prefix.get() != 0) {
            throw new ProtocolException("gRPC: a compressed message, which was not offered");
        }
        int length = prefix.getInt();
        if (length < 0 || length > MAX_MESSAGE) {
            throw new ProtocolException(
                    "gRPC: a message of " + (length & 0xffff_ffffL) + " octets");
        }
        return length;
    }

    /** The next complete message. */
    byte @Nullable [] poll() {
        return complete.poll();
    }

    /** Whether a message has begun and not ended. */
    boolean cutShort() {
        return size > 0;
    }

    /** A message with its prefix. */
    static ByteBuffer frame(byte[] message) {
        return ByteBuffer.allocate(PREFIX + message.length)
                .put((byte) 0)
                .putInt(message.length)
                .put(message)
                .flip();
    }
}
