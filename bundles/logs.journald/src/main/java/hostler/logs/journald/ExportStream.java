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
        while (!atEnd()) {
            ByteArrayOutputStream name = new ByteArrayOutputStream();
            int after = until('=', '\n', name);
            if (name.size() > 0) {
                fields.put(name.toString(UTF_8), after == '=' ? text() : binary());
            } else if (!fields.isEmpty()) {
                return Optional.of(new JournalEntry(fields));
            }
        }
        if (!fields.isEmpty()) {
            throw new EOFException("it ends in the middle of an entry");
        }
        return Optional.empty();
    }

    private byte[] text() throws IOException, InterruptedException {
        ByteArrayOutputStream value = new ByteArrayOutputStream();
        var _ = until('\n', '\n', value);
        return value.toByteArray();
    }

    private byte[] binary() throws IOException, InterruptedException {
        ByteArrayOutputStream length = new ByteArrayOutputStream();
        take(Long.BYTES, length);
        ByteArrayOutputStream value = new ByteArrayOutputStream();
        take(ByteBuffer.wrap(length.toByteArray()).order(ByteOrder.LITTLE_ENDIAN).getLong(), value);
        take(1, new ByteArrayOutputStream()); // the line feed after it
        return value.toByteArray();
    }

    /** Takes what comes before one of two bytes, and steps over that one; answers which it was. */
    private int until(int one, int other, ByteArrayOutputStream into)
            throws IOException, InterruptedException {
        while (true) {
            need();
            int from = next;
            while (next < block.length && block[next] != one && block[next] != other) {
                next++;
            }
            keep(from, next - from, into);
            if (next < block.length) {
                return block[next++];
            }
        }
    }

    private void take(long count, ByteArrayOutputStream into)
            throws IOException, InterruptedException {
        for (long rest = count; rest > 0; ) {
            need();
            int here = (int) Math.min(rest, block.length - next);
            keep(next, here, into);
            next += here;
            rest -= here;
        }
    }

    private void keep(int from, int count, ByteArrayOutputStream into) {
        into.write(block, from, Math.min(count, LONGEST_VALUE - into.size()));
    }

    private void need() throws IOException, InterruptedException {
        if (atEnd()) {
            throw new EOFException("it ends in the middle of a field");
        }
    }

    private boolean atEnd() throws IOException, InterruptedException {
        if (next == block.length) {
            block = pipe.read(BLOCK);
            next = 0;
        }
        return block.length == 0;
    }
}
