package hostler.core.state;

import hostler.core.api.ServiceId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * One generation as it was read. Every entry stands for itself, so a damaged line costs only what
 * it said; whether anything is damaged decides if the generation before is needed as well.
 */
final class Replay {
    private final Path file;
    private final List<Entry> changes = new ArrayList<>();
    private int expected = Integer.MAX_VALUE;
    private int damaged;

    private Replay(Path file) {
        this.file = file;
    }

    /**
     * Reads a generation; damage never makes it fail.
     *
     * @throws IOException when the file cannot be read, or a newer agent wrote it
     */
    static Replay read(Path file) throws IOException {
        Replay replay = new Replay(file);
        byte[] content = Files.readAllBytes(file);
        int begin = 0;
        for (int at = 0; at < content.length; at++) {
            if (content[at] == '\n') {
                replay.accept(Arrays.copyOfRange(content, begin, at));
                begin = at + 1;
            }
        }
        replay.damaged += begin < content.length ? 1 : 0;
        return replay;
    }

    private void accept(byte[] line) throws IOException {
        Entry entry = Frame.entry(line).orElse(null);
        switch (entry) {
            case null -> damaged++;
            case Entry.Header header -> accept(header);
            default -> changes.add(entry);
        }
    }

    private void accept(Entry.Header header) throws IOException {
        if (header.version() > StateStore.VERSION) {
            throw new IOException(
                    file
                            + " was written by a newer agent (version "
                            + header.version()
                            + " of the format; this one knows "
                            + StateStore.VERSION
                            + "). Start the newer agent, or move the file away to begin"
                            + " without any memory of the services.");
        }
        expected = header.records();
    }

    /** Whether everything that was written is there, as far as can be told. */
    boolean intact() {
        return damaged == 0 && changes.size() >= expected;
    }

    /** Lays what this generation says over what the one before said. */
    void applyTo(Map<ServiceId, ServiceRecord> records) {
        for (Entry change : changes) {
            switch (change) {
                case Entry.Put(ServiceRecord record) -> records.put(record.id(), record);
                case Entry.Removed(ServiceId id) -> records.remove(id);
                case Entry.Header header -> throw new IllegalStateException("not a change");
            }
        }
    }

    /** For a warning: what is wrong with which file. */
    String describeDamage() {
        return file
                + ": "
                + (expected == Integer.MAX_VALUE ? "the header and " : "")
                + damaged
                + " lines are damaged or incomplete, "
                + changes.size()
                + " are good";
    }
}
