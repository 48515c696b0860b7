package hostler.logs.file;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/** Cuts bytes into lines, in a window that grows to the longest piece of a line and no further. */
final class LineWindow {

    /** A longer line comes in pieces of at most so many bytes. */
    static final int LONGEST_PIECE = 64 * 1024;

    /** One more byte tells whether a line of the longest length ends there. */
    private static final int CAPACITY = LONGEST_PIECE + 1;

    private static final int FIRST_CAPACITY = 8 * 1024;

    private byte[] bytes = new byte[FIRST_CAPACITY];
    private int start;
    private int scanned;
    private int end;
    private boolean torn;

    /** Room for at least one byte; to be asked for only when {@link #poll} was empty. */
    ByteBuffer room() {
        if (start > 0) {
            System.arraycopy(bytes, start, bytes, 0, end - start);
            scanned -= start;
            end -= start;
            start = 0;
        }
        if (end == bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.min(CAPACITY, 2 * bytes.length));
        }
        return ByteBuffer.wrap(bytes, end, bytes.length - end);
    }

    /** So many bytes were put into the room. */
    void filled(int count) {
        end += count;
    }

    /** How many bytes were put in and have not come out as a line yet. */
    int pending() {
        return end - start;
    }

    /** The next whole line, or a piece of one that is too long. */
    Optional<String> poll() {
        Optional<String> line = cut();
        while (line.isPresent() && torn) {
            torn = bytes[scanned - 1] != '\n';
            line = cut();
        }
        return line;
    }

    private Optional<String> cut() {
        while (scanned < end) {
            if (bytes[scanned++] == '\n') {
                return Optional.of(take(scanned - 1, scanned));
            }
        }
        if (end - start < CAPACITY) {
            return Optional.empty();
        }
        int border = characterBorder(end - 1);
        scanned = border;
        return Optional.of(take(border, border));
    }

    private String take(int lineEnd, int next) {
        String line = new String(bytes, start, lineEnd - start, UTF_8);
        start = next;
        return line;
    }

    /** The last place at or before an index where no UTF-8 character is torn; it has 4 bytes. */
    private int characterBorder(int index) {
        int border = index;
        while (index - border < 4 && (bytes[border] & 0xC0) == 0x80) {
            border--;
        }
        return index - border < 4 ? border : index;
    }

    /** What comes next does not join what was there: ends a line that has begun. */
    void endLine() {
        if (end > start || torn) {
            room().put((byte) '\n');
            end++;
        }
    }

    /** The rest of the line that has begun is lost: drops it, up to and with the next line feed. */
    void tear() {
        start = end;
        scanned = end;
        torn = true;
    }
}
