package hostler.cli.http2;

import java.net.ProtocolException;

/**
 * What may be sent on a connection with one stream (RFC 9113 section 5.2): the smaller of the
 * stream's window and the connection's.
 */
final class FlowControl {
    static final int INITIAL_WINDOW = 65_535;

    private long connection = INITIAL_WINDOW;
    private long stream = INITIAL_WINDOW;
    private int initial = INITIAL_WINDOW;

    int sendable() {
        return (int) Math.max(0, Math.min(connection, stream));
    }

    void sent(int octets) {
        connection -= octets;
        stream -= octets;
    }

    /** The peer takes more. */
    void opened(int streamId, int increment) throws ProtocolException {
        if (streamId == 0) {
            connection = checked(connection + increment);
        } else {
            stream = checked(stream + increment);
        }
    }

    /** SETTINGS_INITIAL_WINDOW_SIZE changes the windows of streams that are open, too. */
    void initialWindow(int size) throws ProtocolException {
        stream = checked(stream + checked(Integer.toUnsignedLong(size)) - initial);
        initial = size;
    }

    private static long checked(long window) throws ProtocolException {
        if (window > Integer.MAX_VALUE) {
            throw new ProtocolException("HTTP/2: a window of " + window + " octets");
        }
        return window;
    }
}
