package hostler.cli.http2;

import java.io.EOFException;
import java.io.IOException;
import java.net.ProtocolException;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Frames over a Unix-domain socket. A blocking channel of that family has no read timeout, so the
 * channel does not block and a selector waits. For one thread.
 */
final class FrameChannel implements AutoCloseable {
    private static final Duration WRITE_PATIENCE = Duration.ofSeconds(10);

    private final SocketChannel channel;
    private final Selector selector;
    private final SelectionKey key;
    private final ByteBuffer received =
            ByteBuffer.allocate(Frame.HEADER_LENGTH + Frame.MAX_PAYLOAD).limit(0);

    private FrameChannel(SocketChannel channel, Selector selector, SelectionKey key) {
        this.channel = channel;
        this.selector = selector;
        this.key = key;
    }

    /** Connects; throws what the kernel says. */
    static FrameChannel connect(Path socket) throws IOException {
        SocketAddress address = UnixDomainSocketAddress.of(socket);
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            channel.connect(address);
            channel.configureBlocking(false);
            Selector selector = Selector.open();
            return new FrameChannel(channel, selector, channel.register(selector, 0));
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    /**
     * Writes octets, all of them.
     *
     * @throws SocketTimeoutException when the peer does not read for ten seconds
     */
    void write(ByteBuffer octets) throws IOException {
        long deadline = System.nanoTime() + WRITE_PATIENCE.toNanos();
        while (octets.hasRemaining()) {
            if (channel.write(octets) == 0 && !await(SelectionKey.OP_WRITE, deadline)) {
                throw new SocketTimeoutException("the agent does not read");
            }
        }
    }

    /**
     * The next frame.
     *
     * @param deadline in terms of {@link System#nanoTime}
     * @return null when the deadline has passed
     * @throws EOFException when the peer has closed the connection
     */
    @Nullable Frame read(long deadline) throws IOException {
        while (true) {
            Frame frame = parse();
            if (frame != null) {
                return frame;
            }
            received.compact();
            int count = channel.read(received);
            received.flip();
            if (count < 0) {
                throw new EOFException("the agent closed the connection");
            }
            if (count == 0 && !await(SelectionKey.OP_READ, deadline)) {
                return null;
            }
        }
    }

    private @Nullable Frame parse() throws ProtocolException {
        if (received.remaining() < Frame.HEADER_LENGTH) {
            return null;
        }
        int start = received.position();
        int lengthAndType = received.getInt(start);
        int length = lengthAndType >>> 8;
        if (length > Frame.MAX_PAYLOAD) {
            throw new ProtocolException("HTTP/2: a frame of " + length + " octets");
        }
        if (received.remaining() < Frame.HEADER_LENGTH + length) {
            return null;
        }
        byte[] payload = new byte[length];
        received.get(start + Frame.HEADER_LENGTH, payload);
        received.position(start + Frame.HEADER_LENGTH + length);
        return new Frame(
                lengthAndType & 0xff,
                received.get(start + 4) & 0xff,
                received.getInt(start + 5) & Integer.MAX_VALUE,
                ByteBuffer.wrap(payload));
    }

    private boolean await(int operation, long deadline) throws IOException {
        long left = deadline - System.nanoTime();
        if (left <= 0) {
            return false;
        }
        key.interestOps(operation);
        // Zero would mean for ever.
        selector.select(Math.max(1, Math.ceilDiv(left, 1_000_000L)));
        selector.selectedKeys().clear();
        return true;
    }

    @Override
    public void close() throws IOException {
        try (selector;
                channel) {
            key.cancel();
        }
    }
}
