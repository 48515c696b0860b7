package hostler.logs.journald;

import static java.nio.charset.StandardCharsets.UTF_8;

import hostler.logs.api.LogEntry;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Makes lines of entries: journald cuts a line that is too long for it in the middle of a character
 * even. Pieces of one line are joined, and come in pieces of at most {@value #LONGEST_PIECE} bytes
 * that tear none.
 */
final class LineAssembly {
    static final int LONGEST_PIECE = 64 * 1024;

    private final ByteArrayOutputStream begun = new ByteArrayOutputStream();
    private String stream = "";

    /** What is complete now that this entry has come. */
    List<LogEntry> add(JournalEntry entry) {
        List<LogEntry> complete = new ArrayList<>();
        if (!entry.stream().equals(stream)) {
            complete.addAll(rest());
        }
        if (entry.dropped().isPresent()) {
            complete.add(dropped(entry.dropped().get()));
            return complete;
        }
        begun.writeBytes(entry.message());
        cut(complete);
        if (entry.unfinished()) {
            stream = entry.stream();
        } else {
            complete.add(line(begun.toByteArray()));
            begun.reset();
        }
        if (entry.cut()) {
            complete.add(new LogEntry.Gap("the rest of a message of more than 1 MiB is left out"));
        }
        return complete;
    }

    private void cut(List<LogEntry> complete) {
        while (begun.size() > LONGEST_PIECE) {
            byte[] bytes = begun.toByteArray();
            int border = characterBorder(bytes, LONGEST_PIECE);
            complete.add(line(Arrays.copyOf(bytes, border)));
            begun.reset();
            begun.write(bytes, border, bytes.length - border);
        }
    }

    /** The last place at or before an index where no UTF-8 character is torn; it has 4 bytes. */
    private static int characterBorder(byte[] bytes, int index) {
        int border = index;
        while (index - border < 4 && (bytes[border] & 0xC0) == 0x80) {
            border--;
        }
        return index - border < 4 ? border : index;
    }

    /** Whether a line has begun that is not complete. */
    boolean pending() {
        return begun.size() > 0;
    }

    /** What has begun, when nothing more of it will come. */
    List<LogEntry> rest() {
        List<LogEntry> rest = pending() ? List.of(line(begun.toByteArray())) : List.of();
        begun.reset();
        return rest;
    }

    private static LogEntry line(byte[] bytes) {
        return new LogEntry.Line(new String(bytes, UTF_8));
    }

    private static LogEntry dropped(String count) {
        return new LogEntry.Gap(
                "journald dropped "
                        + count
                        + " messages: the service wrote more than RateLimitBurst= in"
                        + " RateLimitIntervalSec= of journald.conf allow");
    }
}
