package hostler.logs.file;

import hostler.logs.api.LogPage;
import hostler.logs.api.LogQuery;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Looks for lines in a file, up to where it ended in the beginning. One pass finds the first page,
 * of the oldest and of the newest; for a later one of the newest another pass has to count before.
 * Holds a page and a block of the file, no more.
 */
final class FileSearch {
    private final OpenLog log;
    private final LogQuery query;
    private final Predicate<String> filter;

    FileSearch(OpenLog log, LogQuery query) {
        this.log = log;
        this.query = query;
        this.filter = LineFilter.of(query.filter());
    }

    LogPage page() throws IOException, InterruptedException {
        try {
            log.endHere();
            return query.newestFirst() ? newest() : oldest();
        } catch (ClosedByInterruptException e) {
            throw (InterruptedException) new InterruptedException().initCause(e);
        }
    }

    private LogPage oldest() throws IOException, InterruptedException {
        LogPage.Builder page = new LogPage.Builder(query);
        eachMatch(page::add);
        return page.build();
    }

    private LogPage newest() throws IOException, InterruptedException {
        int end = query.offset() == 0 ? Integer.MAX_VALUE : count() - query.offset();
        Newest newest = new Newest(end, query.limit());
        eachMatch(newest);
        int size = newest.lines.size();
        boolean more = query.offset() + (long) size < newest.seen;
        return new LogPage(newest.lines.reversed().stream().toList(), newest.seen, more);
    }

    private int count() throws IOException, InterruptedException {
        Newest none = new Newest(0, 0);
        eachMatch(none);
        return none.seen;
    }

    private void eachMatch(Consumer<String> found) throws IOException, InterruptedException {
        LineWindow window = new LineWindow();
        log.moveTo(0);
        do {
            eachLine(window, found);
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
        } while (log.advance(window));
        window.endLine();
        eachLine(window, found);
    }

    private void eachLine(LineWindow window, Consumer<String> found) {
        Optional<String> line = window.poll();
        while (line.isPresent()) {
            line.filter(filter).ifPresent(found);
            line = window.poll();
        }
    }

    /** Counts all matches, and keeps the last before an index: as many as a page can hold. */
    private static final class Newest implements Consumer<String> {
        private final int end;
        private final int limit;
        private final Deque<String> lines = new ArrayDeque<>();
        private int seen;
        private long bytes;

        Newest(int end, int limit) {
            this.end = end;
            this.limit = limit;
        }

        @Override
        public void accept(String line) {
            if (seen++ < end) {
                lines.add(line);
                bytes += size(line);
                while (lines.size() > limit || bytes > LogPage.MAX_BYTES) {
                    bytes -= size(lines.remove());
                }
            }
        }

        private static int size(String line) {
            return line.getBytes(StandardCharsets.UTF_8).length;
        }
    }
}
