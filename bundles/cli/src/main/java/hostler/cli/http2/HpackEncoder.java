package hostler.cli.http2;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Writes header blocks as literals that nobody has to remember (RFC 7541 section 6.2.2): a
 * connection that carries one call gains nothing from compression.
 */
final class HpackEncoder {
    private final ByteArrayOutputStream block = new ByteArrayOutputStream(256);

    HpackEncoder add(String name, String value) {
        block.write(0);
        string(name);
        string(value);
        return this;
    }

    private void string(String text) {
        byte[] octets = text.getBytes(StandardCharsets.ISO_8859_1);
        integer(octets.length);
        block.writeBytes(octets);
    }

    /** RFC 7541 section 5.1 with a prefix of seven bits; the eighth would say Huffman. */
    private void integer(int value) {
        if (value < 127) {
            block.write(value);
            return;
        }
        block.write(127);
        int rest = value - 127;
        while (rest >= 128) {
            block.write((rest & 127) | 128);
            rest >>= 7;
        }
        block.write(rest);
    }

    byte[] toByteArray() {
        return block.toByteArray();
    }
}
