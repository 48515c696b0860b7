package hostler.os.linux;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Looks for the first whole line that contains a text, in bytes that come piece by piece. */
final class LineSearch {

    /** How much of a line is looked at, in bytes; what is beyond that is not kept. */
    static final int LONGEST_LINE = 64 << 10;

    private final String text;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();

    LineSearch(String text) {
        this.text = text;
    }

    /** Takes the bytes in, up to the end of the line that contains the text, if there is one. */
    Optional<String> take(ByteBuffer bytes) {
        while (bytes.hasRemaining()) {
            byte next = bytes.get();
            if (next == '\n') {
                String whole = line.toString(StandardCharsets.UTF_8);
                line.reset();
                if (whole.contains(text)) {
                    return Optional.of(whole);
                }
            } else if (line.size() < LONGEST_LINE) {
                line.write(next);
            }
        }
        return Optional.empty();
    }

    /** What comes now does not continue what came before. */
    void tear() {
        line.reset();
    }
}
