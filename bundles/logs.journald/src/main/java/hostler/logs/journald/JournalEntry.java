package hostler.logs.journald;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Map;
import java.util.Optional;

/** One entry of the journal, see systemd.journal-fields(7). */
final class JournalEntry {
    private static final byte[] NONE = {};

    private final Map<String, byte[]> fields;

    /** What a field has beyond {@link ExportStream#LONGEST_VALUE} was left out. */
    JournalEntry(Map<String, byte[]> fields) {
        this.fields = Map.copyOf(fields);
    }

    /** Its place. */
    String cursor() {
        return text("__CURSOR");
    }

    /** What was written, in whatever encoding. */
    byte[] message() {
        return fields.getOrDefault("MESSAGE", NONE);
    }

    /** Whether some of the message was left out. */
    boolean cut() {
        return message().length == ExportStream.LONGEST_VALUE;
    }

    /** The connection it came through; empty: none. */
    String stream() {
        return text("_STREAM_ID");
    }

    /**
     * Whether the line is longer than journald takes at once, and goes on in the stream's next
     * entry.
     */
    boolean unfinished() {
        return text("_LINE_BREAK").equals("line-max");
    }

    /** Not a line: how many messages of the unit were dropped here. */
    Optional<String> dropped() {
        return text("MESSAGE_ID").equals(UnitJournal.DROPPED)
                ? Optional.of(text("N_DROPPED"))
                : Optional.empty();
    }

    private String text(String name) {
        return new String(fields.getOrDefault(name, NONE), UTF_8);
    }
}
