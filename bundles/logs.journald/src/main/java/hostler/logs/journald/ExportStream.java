package hostler.logs.journald;

import static java.nio.charset.StandardCharsets.UTF_8;

import hostler.os.api.OutputPipe;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Reads entries in the Journal Export Format: {@code NAME=text}, or a name alone on its line, the
 * length as 64 bits in little endian, the bytes and a line feed; an empty line ends an entry. See
 * "Journal Export Formats" at systemd.io.
 */
final class ExportStream {

    /** What a value has beyond so many bytes is left out. */
    static final int LONGEST_VALUE = 1 << 20;

    private static final int BLOCK = 64 * 1024;

    private final OutputPipe pipe;
    private byte[] block = {};
    private int next;

    ExportStream(OutputPipe pipe) {
        this.pipe = pipe;
    }

    /** The next entry; empty at the end. */
    Optional<JournalEntry> next() throws IOException, InterruptedException {
        Map<String, byte[]> fields = new HashMap<>();
        while (true) {
            int first = read();
            if (first < 0 && !fields.isEmpty()) {
                throw new EOFException("it ends in the middle of an entry");
            }
            if (first < 0 || (first == '\n' && !fields.isEmpty())) {
                return fields.isEmpty() ? Optional.empty() : Optional.of(new JournalEntry(fields));
            }
            if (first != '\n') {
                readField(first, fields);
            }
        }
    }

    private void readField(int first, Map<String, byte[]> fields)
            throws IOException, InterruptedException {
        ByteArrayOutputStream name = new ByteArrayOutputStream();
        int each = first;
        while (each != '=' && each != '\n') {
            keep(each, name);
            each = needed();
        }
        fields.put(name.toString(UTF_8), each == '=' ? text() : binary());
    }

    private byte[] text() throws IOException, InterruptedException {
        ByteArrayOutputStream value = new ByteArrayOutputStream();
        for (int each = needed(); each != '\n'; each = needed()) {
            keep(each, value);
        }
        return value.toByteArray();
    }

    private byte[] binary() throws IOException, InterruptedException {
        ByteBuffer length = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        while (length.hasRemaining()) {
            length.put((byte) needed());
        }
        ByteArrayOutputStream value = new ByteArrayOutputStream();
        for (long rest = length.getLong(0); rest > 0; rest--) {
            keep(needed(), value);
        }
        needed(); // the line feed after it
        return value.toByteArray();
    }

    private static void keep(int each, ByteArrayOutputStream value) {
        if (value.size() < LONGEST_VALUE) {
            value.write(each);
        }
    }

    private int needed() throws IOException, InterruptedException {
        int each = read();
        if (each < 0) {
            throw new EOFException("it ends in the middle of a field");
        }
        return each;
    }

    private int read() throws IOException, InterruptedException {
        if (next == block.length) {
            block = pipe.read(BLOCK);
            next = 0;
        }
        return block.length == 0 ? -1 : block[next++] & 0xff;
    }
}
