package hostler.core.state;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * How an entry stands in its file: the CRC-32C (RFC 3720, appendix B.4) of its JSON as eight
 * hexadecimal digits, a space, the JSON, a line feed. Whole lines can be read by people and by
 * {@code grep}, and a damaged one is known as such on its own.
 */
final class Frame {
    /** Bytes of one line; what is longer could not be read back. */
    static final int MAX_BYTES = 64 << 10;

    private static final int CHECKSUM = 8;

    private Frame() {}

    /**
     * The line of an entry, line feed included.
     *
     * @throws IllegalArgumentException when it would be longer than {@link #MAX_BYTES}
     */
    static byte[] line(Entry entry) {
        String json = EntryWriter.json(entry);
        byte[] line =
                (checksum(json.getBytes(StandardCharsets.UTF_8)) + " " + json + "\n")
                        .getBytes(StandardCharsets.UTF_8);
        if (line.length > MAX_BYTES) {
            throw new IllegalArgumentException(
                    "a record of " + line.length + " bytes; at most " + MAX_BYTES + " are kept");
        }
        return line;
    }

    /** The entry of a line without its line feed; empty when the line is damaged. */
    static Optional<Entry> entry(byte[] line) {
        if (line.length <= CHECKSUM || line.length > MAX_BYTES || line[CHECKSUM] != ' ') {
            return Optional.empty();
        }
        byte[] json = Arrays.copyOfRange(line, CHECKSUM + 1, line.length);
        String checksum = new String(line, 0, CHECKSUM, StandardCharsets.ISO_8859_1);
        if (!checksum.equals(checksum(json))) {
            return Optional.empty();
        }
        try {
            return Optional.of(EntryReader.read(json));
        } catch (IllegalArgumentException notAnEntry) {
            // Written whole and still not understood: for the caller it is as good as damaged.
            return Optional.empty();
        }
    }

    private static String checksum(byte[] json) {
        CRC32C crc = new CRC32C();
        crc.update(json);
        return HexFormat.of().toHexDigits(crc.getValue(), CHECKSUM);
    }
}
