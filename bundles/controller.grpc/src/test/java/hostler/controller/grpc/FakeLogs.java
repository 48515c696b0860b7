package hostler.controller.grpc;

import hostler.core.api.Failure;
import hostler.core.api.ServiceException;
import hostler.core.api.ServiceId;
import hostler.logs.api.LogEntry;
import hostler.logs.api.LogPage;
import hostler.logs.api.LogQuery;
import hostler.logs.api.LogReader;
import hostler.logs.api.ServiceLogs;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

/** Logs of a service named "web"; others are unknown. */
final class FakeLogs implements ServiceLogs {
    final BlockingQueue<String> opened = new LinkedBlockingQueue<>();
    final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
    final BlockingQueue<LogQuery> queries = new LinkedBlockingQueue<>();
    final CountDownLatch closed = new CountDownLatch(1);
    final AtomicLong read = new AtomicLong();

    /** What a line begins with that is where lines are missing. */
    static final String GAP = "missing: ";

    /** Not a line: the log cannot be read any more. */
    static final String BREAKS = "breaks";

    /** Not a line: what keeps the logs goes away. */
    static final String LEAVES = "leaves";

    /** Whether there is always one more line. */
    volatile boolean endless;

    volatile int lineLength = 10;

    @Override
    public List<String> recent(ServiceId id, int count) throws ServiceException {
        check(id);
        opened.add("recent " + count);
        return IntStream.range(0, count).mapToObj(i -> i + " " + "x".repeat(lineLength)).toList();
    }

    @Override
    public LogReader open(ServiceId id, int tail, boolean follow) throws ServiceException {
        check(id);
        opened.add("open " + tail + " " + follow);
        return new Reader(follow);
    }

    @Override
    public LogReader resume(ServiceId id, String cursor, boolean follow) throws ServiceException {
        check(id);
        opened.add("resume " + cursor + " " + follow);
        return new Reader(follow);
    }

    @Override
    public LogPage query(ServiceId id, LogQuery query)
            throws ServiceException, InterruptedException {
        check(id);
        queries.add(query);
        if (query.filter().keyword().equals("endless")) {
            waitForAnInterrupt();
        }
        return new LogPage(List.of("found"), 7, true);
    }

    private void waitForAnInterrupt() throws InterruptedException {
        try {
            new CountDownLatch(1).await();
        } finally {
            closed.countDown();
        }
    }

    private static void check(ServiceId id) throws ServiceException {
        if (!id.name().equals("web")) {
            throw ServiceException.notFound(id.name());
        }
    }

    private static LogEntry entry(String line) {
        return line.startsWith(GAP)
                ? new LogEntry.Gap(line.substring(GAP.length()))
                : new LogEntry.Line(line);
    }

    private final class Reader implements LogReader {
        private final boolean follow;
        private int given;
        private volatile boolean over;

        Reader(boolean follow) {
            this.follow = follow;
        }

        @Override
        public Optional<LogEntry> next(Duration patience)
                throws ServiceException, InterruptedException {
            if (endless) {
                return Optional.of(new LogEntry.Line(read.incrementAndGet() + "x".repeat(1_000)));
            }
            String line =
                    follow ? lines.poll(patience.toMillis(), TimeUnit.MILLISECONDS) : lines.poll();
            given++;
            if (BREAKS.equals(line)) {
                throw new ServiceException(Failure.UNAVAILABLE, "no journalctl");
            }
            if (LEAVES.equals(line)) {
                over = true;
                return Optional.empty();
            }
            return Optional.ofNullable(line).map(FakeLogs::entry);
        }

        @Override
        public Optional<String> cursor() {
            return Optional.of("after-" + given);
        }

        @Override
        public boolean ended() {
            return over || (!follow && lines.isEmpty());
        }

        @Override
        public void close() {
            closed.countDown();
        }
    }
}
