package hostler.cli.http2;

import java.net.ProtocolException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Reads header blocks (RFC 7541); keeps the connection's table between them. */
final class HpackDecoder {

    /** SETTINGS_HEADER_TABLE_SIZE's initial value, RFC 9113 section 6.5.2. */
    static final int DEFAULT_TABLE_SIZE = 4096;

    private final HeaderTable table;

    HpackDecoder(int tableSize) {
        table = new HeaderTable(tableSize);
    }

    /**
     * Reads one complete block.
     *
     * @throws ProtocolException when it is malformed; the connection cannot be used any more
     */
    List<Header> decode(ByteBuffer block) throws ProtocolException {
        List<Header> headers = new ArrayList<>();
        try {
            while (block.hasRemaining()) {
                field(block, headers);
            }
        } catch (BufferUnderflowException e) {
            ProtocolException cut = new ProtocolException("HPACK: the block ends too early");
            cut.initCause(e);
            throw cut;
        }
        return headers;
    }

    private void field(ByteBuffer block, List<Header> headers) throws ProtocolException {
        int first = block.get();
        if ((first & 0x80) != 0) {
            headers.add(table.get(integer(block, first, 7)));
        } else if ((first & 0x40) != 0) {
            Header header = literal(block, integer(block, first, 6));
            table.add(header);
            headers.add(header);
        } else if ((first & 0x20) != 0) {
            table.resize(integer(block, first, 5));
        } else {
            headers.add(literal(block, integer(block, first, 4)));
        }
    }

    private Header literal(ByteBuffer block, int nameIndex) throws ProtocolException {
        String name = nameIndex == 0 ? string(block) : table.get(nameIndex).name();
        return new Header(name, string(block));
    }

    /** RFC 7541 section 5.1; limited to 28 bits, which no honest header needs. */
    private static int integer(ByteBuffer block, int first, int prefix) throws ProtocolException {
        int mask = (1 << prefix) - 1;
        int value = first & mask;
        if (value < mask) {
            return value;
        }
        for (int shift = 0; shift < 28; shift += 7) {
            int next = block.get();
            value += (next & 0x7f) << shift;
            if ((next & 0x80) == 0) {
                return value;
            }
        }
        throw new ProtocolException("HPACK: an integer too large");
    }

    private static String string(ByteBuffer block) throws ProtocolException {
        int first = block.get();
        int length = integer(block, first, 7);
        if (length < 0 || length > block.remaining()) {
            throw new BufferUnderflowException();
        }
        byte[] octets = new byte[length];
        block.get(octets);
        return (first & 0x80) != 0
                ? Huffman.decode(octets)
                : new String(octets, StandardCharsets.ISO_8859_1);
    }

    /** What the table holds, for tests. */
    int tableSize() {
        return table.size();
    }
}
