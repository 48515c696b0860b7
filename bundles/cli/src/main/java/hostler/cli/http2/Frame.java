package hostler.cli.http2;

import java.nio.ByteBuffer;

/**
 * A frame of RFC 9113 section 4.1.
 *
 * @param type one of the constants, or one that is unknown and ignored
 * @param flags as on the wire
 * @param stream 0 for the connection
 * @param payload at most {@link #MAX_PAYLOAD} octets; for one reader
 */
record Frame(int type, int flags, int stream, ByteBuffer payload) {
    static final int DATA = 0;
    static final int HEADERS = 1;
    static final int RST_STREAM = 3;
    static final int SETTINGS = 4;
    static final int PUSH_PROMISE = 5;
    static final int PING = 6;
    static final int GOAWAY = 7;
    static final int WINDOW_UPDATE = 8;
    static final int CONTINUATION = 9;

    static final int ACK = 0x1;
    static final int END_STREAM = 0x1;
    static final int END_HEADERS = 0x4;
    static final int PADDED = 0x8;
    static final int PRIORITY = 0x20;

    static final int HEADER_LENGTH = 9;

    /** SETTINGS_MAX_FRAME_SIZE's initial value, which neither side of ours changes. */
    static final int MAX_PAYLOAD = 16_384;

    static Frame of(int type, int flags, int stream, byte... payload) {
        return new Frame(type, flags, stream, ByteBuffer.wrap(payload));
    }

    static Frame windowUpdate(int stream, int increment) {
        return new Frame(WINDOW_UPDATE, 0, stream, ByteBuffer.allocate(4).putInt(increment).flip());
    }

    boolean has(int flag) {
        return (flags & flag) != 0;
    }

    /** The frame as octets, ready to be written. */
    ByteBuffer encode() {
        int length = payload.remaining();
        return ByteBuffer.allocate(HEADER_LENGTH + length)
                .putInt((length << 8) | type)
                .put((byte) flags)
                .putInt(stream)
                .put(payload.duplicate())
                .flip();
    }
}
