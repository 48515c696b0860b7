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
 * Looks for lines in a file, up to where it ended in the beginning: in one pass, or in two for the
 * newest, of which the first only counts. Holds a page and a block of the file, no more.
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
        Count count = new Count();
        eachMatch(count);
        int end = Math.max(0, count.matches - query.offset());
        Newest newest = new Newest(Math.max(0, end - query.limit()), end);
        eachMatch(newest);
        int size = newest.lines.size();
        return new LogPage(newest.lines.reversed().stream().toList(), count.matches, end > size);
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

    private static final class Count implements Consumer<String> {
        private int matches;

        @Override
        public void accept(String line) {
            matches++;
        }
    }

    /** Keeps some in the middle of all matches, and of those the last that a page can hold. */
    private static final class Newest implements Consumer<String> {
        private final int begin;
        private final int end;
        private final Deque<String> lines = new ArrayDeque<>();
        private int seen;
        private long bytes;

        Newest(int begin, int end) {
            this.begin = begin;
            this.end = end;
        }

        @Override
        public void accept(String line) {
            int index = seen++;
            if (index >= begin && index < end) {
                lines.add(line);
                bytes += size(line);
                while (bytes > LogPage.MAX_BYTES) {
                    bytes -= size(lines.remove());
                }
            }
        }

        private static int size(String line) {
            return line.getBytes(StandardCharsets.UTF_8).length;
        }
    }
}
