package hostler.commands;

import hostler.commands.api.CommandOutput;
import hostler.os.api.OutputPipe;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The lines of a pipe; holds one line and what was read with it. */
final class OutputLines implements CommandOutput {
    private static final Logger LOG = LoggerFactory.getLogger(OutputLines.class);

    private static final int READ = 16 << 10;

    private final OutputPipe pipe;
    private final OutputBudget budget;
    private final CompletableFuture<Void> end = new CompletableFuture<>();

    /** What was read and not passed on begins at {@code from}. */
    private byte[] held = {};

    private int from;
    private boolean allRead;

    OutputLines(OutputPipe pipe, OutputBudget budget) {
        this.pipe = pipe;
        this.budget = budget;
    }

    /** Done when somebody has been told of the end, and so of everything before it. */
    CompletableFuture<Void> end() {
        return end;
    }

    @Override
    public Optional<String> next() throws InterruptedException {
        int scanned = from;
        while (true) {
            int feed = feed(scanned);
            if (feed < 0 && held.length - from <= LONGEST_LINE && !allRead) {
                scanned = held.length - from;
                more();
            } else {
                return next(feed < 0 ? held.length : feed);
            }
        }
    }

    /** Where the line ends; -1: not in what was read. */
    private int feed(int start) {
        for (int i = start; i < held.length; i++) {
            if (held[i] == '\n') {
                return i;
            }
        }
        return -1;
    }

    /** Afterwards what is held begins at 0. */
    private void more() throws InterruptedException {
        byte[] read = read();
        int kept = budget.take(read.length);
        allRead = kept == 0;
        byte[] joined = Arrays.copyOfRange(held, from, held.length + kept);
        System.arraycopy(read, 0, joined, held.length - from, kept);
        held = joined;
        from = 0;
    }

    private byte[] read() throws InterruptedException {
        try {
            return pipe.read(READ);
        } catch (IOException e) {
            LOG.error("an output of a command cannot be read, the rest of it is lost", e);
            return new byte[0];
        }
    }

    private Optional<String> next(int lineEnd) {
        if (from == held.length) {
            end.complete(null);
            return Optional.empty();
        }
        if (lineEnd - from > LONGEST_LINE) {
            return Optional.of(text(characterEnd(from + LONGEST_LINE), 0));
        }
        boolean fed = lineEnd < held.length;
        boolean returned = fed && lineEnd > from && held[lineEnd - 1] == '\r';
        return Optional.of(returned ? text(lineEnd - 1, 2) : text(lineEnd, fed ? 1 : 0));
    }

    /** The text up to there; what follows it is skipped. */
    private String text(int textEnd, int skipped) {
        String text = new String(held, from, textEnd - from, StandardCharsets.UTF_8);
        from = textEnd + skipped;
        return text;
    }

    /** No piece ends in the middle of a character of UTF-8. */
    private int characterEnd(int cut) {
        int end = cut;
        while (cut - end < Character.BYTES + 1 && (held[end] & 0xC0) == 0x80) {
            end--;
        }
        return end;
    }
}
