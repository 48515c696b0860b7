package hostler.logs.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;

/**
 * The answer to a {@link LogQuery}.
 *
 * @param lines in the order that was asked for; fewer than the limit also when they would be more
 *     than {@value #MAX_BYTES} bytes
 * @param total how many match, on this page and all others
 * @param hasMore whether there are any after this page
 */
public record LogPage(List<String> lines, int total, boolean hasMore) {

    /** How much text a page has at the most, in bytes of UTF-8. */
    public static final int MAX_BYTES = 3 << 20;

    public LogPage {
        lines = List.copyOf(lines);
    }

    /** Makes a page of all lines that match, in the order that was asked for. For one thread. */
    public static final class Builder {
        private final int offset;
        private final int limit;
        private final List<String> lines = new ArrayList<>();
        private int total;
        private long bytes;
        private boolean full;

        public Builder(LogQuery query) {
            offset = query.offset();
            limit = query.limit();
        }

        /** The next line that matches. */
        public void add(String line) {
            if (total >= offset && !full) {
                take(line);
            }
            total++;
        }

        private void take(String line) {
            bytes += line.getBytes(UTF_8).length;
            full = bytes > MAX_BYTES;
            if (!full) {
                lines.add(line);
                full = lines.size() == limit;
            }
        }

        /** The page. */
        public LogPage build() {
            return new LogPage(lines, total, offset + (long) lines.size() < total);
        }
    }
}
