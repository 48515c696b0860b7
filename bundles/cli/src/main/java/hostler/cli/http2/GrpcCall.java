package hostler.cli.http2;

import java.io.IOException;
import java.net.ProtocolException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One call with one request and any number of replies, on a connection of its own (RFC 9113; gRPC
 * over HTTP/2). For one thread. Replies are read when they are asked for: a slow caller slows the
 * agent's side down through the window instead of filling memory.
 */
public final class GrpcCall implements AutoCloseable {
    private static final String PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
    private static final int STREAM = 1;
    private static final int WINDOW = 1 << 20;
    private static final int ENABLE_PUSH = 2;
    private static final int INITIAL_WINDOW_SIZE = 4;
    private static final byte[] CANCEL = {0, 0, 0, 8};

    private final FrameChannel channel;
    private final FlowControl flow = new FlowControl();
    private final ReplyStream reply = new ReplyStream();
    private int consumed;

    private GrpcCall(FrameChannel channel) {
        this.channel = channel;
    }

    /**
     * Connects and sends the request. May block while the agent does not read.
     *
     * @param method {@code package.Service/Method}
     * @param timeout told to the agent; it stops working for this call after that. Null: none
     * @throws IOException when nobody listens, with the kernel's words
     */
    public static GrpcCall open(
            Path socket, String method, byte[] request, @Nullable Duration timeout)
            throws IOException {
        FrameChannel channel = FrameChannel.connect(socket);
        GrpcCall call = new GrpcCall(channel);
        try {
            call.begin(method, timeout);
            call.send(MessageAssembler.frame(request));
        } catch (IOException e) {
            channel.close();
            throw e;
        }
        return call;
    }

    private void begin(String method, @Nullable Duration timeout) throws IOException {
        ByteBuffer settings =
                ByteBuffer.allocate(12)
                        .putShort((short) ENABLE_PUSH)
                        .putInt(0)
                        .putShort((short) INITIAL_WINDOW_SIZE)
                        .putInt(WINDOW);
        ByteBuffer opening = ByteBuffer.allocate(1024);
        opening.put(PREFACE.getBytes(StandardCharsets.US_ASCII));
        opening.put(Frame.of(Frame.SETTINGS, 0, 0, settings.array()).encode());
        opening.put(Frame.windowUpdate(0, WINDOW - FlowControl.INITIAL_WINDOW).encode());
        opening.put(
                Frame.of(Frame.HEADERS, Frame.END_HEADERS, STREAM, headers(method, timeout))
                        .encode());
        channel.write(opening.flip());
    }

    private static byte[] headers(String method, @Nullable Duration timeout) {
        HpackEncoder headers =
                new HpackEncoder()
                        .add(":method", "POST")
                        .add(":scheme", "http")
                        .add(":path", "/" + method)
                        .add(":authority", "localhost")
                        .add("te", "trailers")
                        .add("content-type", "application/grpc")
                        .add("user-agent", "hostler-cli");
        if (timeout != null) {
            // At most eight digits, says gRPC; that is more than a day.
            long millis = Math.clamp(timeout.toMillis(), 1, 99_999_999);
            headers.add("grpc-timeout", millis + "m");
        }
        return headers.toByteArray();
    }

    private void send(ByteBuffer message) throws IOException {
        while (message.hasRemaining() && !reply.ended()) {
            int count = Math.min(Math.min(flow.sendable(), Frame.MAX_PAYLOAD), message.remaining());
            if (count == 0) {
                awaitWindow();
                continue;
            }
            byte[] part = new byte[count];
            message.get(part);
            flow.sent(count);
            int flags = message.hasRemaining() ? 0 : Frame.END_STREAM;
            channel.write(Frame.of(Frame.DATA, flags, STREAM, part).encode());
        }
    }

    private void awaitWindow() throws IOException {
        Frame frame = channel.read(System.nanoTime() + Duration.ofSeconds(10).toNanos());
        if (frame == null) {
            throw new IOException("the agent does not take the request");
        }
        accept(frame);
    }

    /**
     * The next reply.
     *
     * @param deadline in terms of {@link System#nanoTime}
     * @return null when the deadline has passed or the call has ended: see {@link #status}
     * @throws IOException when the connection breaks or the agent does not speak HTTP/2
     */
    public byte @Nullable [] next(long deadline) throws IOException {
        while (true) {
            byte[] message = reply.poll();
            if (message != null || reply.ended()) {
                return message;
            }
            Frame frame = channel.read(deadline);
            if (frame == null) {
                return null;
            }
            accept(frame);
        }
    }

    /** How the call ended, for a caller that has read every reply; null while it goes on. */
    public @Nullable GrpcStatus status() {
        return reply.status();
    }

    private void accept(Frame frame) throws IOException {
        try {
            dispatch(frame);
        } catch (BufferUnderflowException e) {
            throw new IOException("HTTP/2: a frame of type " + frame.type() + " too short", e);
        }
    }

    private void dispatch(Frame frame) throws IOException {
        switch (frame.type()) {
            case Frame.DATA -> data(frame);
            case Frame.HEADERS, Frame.CONTINUATION -> reply.headers(frame);
            case Frame.RST_STREAM -> reply.reset(frame.payload().getInt());
            case Frame.SETTINGS -> settings(frame);
            case Frame.PING -> pong(frame);
            case Frame.GOAWAY -> goAway(frame);
            case Frame.WINDOW_UPDATE ->
                    flow.opened(frame.stream(), frame.payload().getInt() & Integer.MAX_VALUE);
            case Frame.PUSH_PROMISE -> throw new ProtocolException("HTTP/2: a push, which is off");
            default -> {
                // RFC 9113 section 4.1: frames of unknown types are ignored.
            }
        }
    }

    private void data(Frame frame) throws IOException {
        consumed += frame.payload().remaining();
        reply.data(frame);
        if (consumed > WINDOW / 2 && !reply.ended()) {
            channel.write(Frame.windowUpdate(0, consumed).encode());
            channel.write(Frame.windowUpdate(STREAM, consumed).encode());
            consumed = 0;
        }
    }

    private void settings(Frame frame) throws IOException {
        if (frame.has(Frame.ACK)) {
            return;
        }
        ByteBuffer payload = frame.payload();
        while (payload.remaining() >= 6) {
            int name = payload.getShort();
            int value = payload.getInt();
            if (name == INITIAL_WINDOW_SIZE) {
                flow.initialWindow(value);
            }
        }
        channel.write(Frame.of(Frame.SETTINGS, Frame.ACK, 0).encode());
    }

    private void pong(Frame frame) throws IOException {
        if (!frame.has(Frame.ACK)) {
            channel.write(new Frame(Frame.PING, Frame.ACK, 0, frame.payload()).encode());
        }
    }

    /** A server that leaves still answers the streams up to the one it names. */
    private void goAway(Frame frame) {
        if ((frame.payload().getInt() & Integer.MAX_VALUE) < STREAM) {
            reply.end(new GrpcStatus(GrpcStatus.UNAVAILABLE, "the agent is going away"));
        }
    }

    /** Ends the call; one that has not ended is cancelled. */
    @Override
    public void close() {
        try (channel) {
            if (!reply.ended()) {
                channel.write(Frame.of(Frame.RST_STREAM, 0, STREAM, CANCEL).encode());
            }
        } catch (IOException ignored) {
            // The agent is gone, and the call with it.
        }
    }
}
