package hostler.logs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hostler.core.api.Failure;
import hostler.core.api.ServiceException;
import hostler.core.api.ServiceId;
import hostler.core.api.ServiceSpec;
import hostler.logs.api.LogBackend;
import hostler.logs.api.LogBackendType;
import hostler.logs.api.LogEntry;
import hostler.logs.api.LogFilter;
import hostler.logs.api.LogPage;
import hostler.logs.api.LogQuery;
import hostler.logs.api.LogReader;
import hostler.logs.api.ServiceLogs;
import hostler.logs.testkit.LoggedService;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class LogbookTest {
    private static final ServiceId WEB = new ServiceId("web");

    /** A backend as the registry has it. */
    private record Offer(String type, LogBackend backend) {
        Map.Entry<Map<String, Object>, LogBackend> withProperties() {
            return Map.entry(Map.of(LogBackendType.PROPERTY, type), backend);
        }
    }

    /** Answers the newest of its lines. */
    private record FakeBackend(List<String> lines) implements LogBackend {
        @Override
        public LogReader open(ServiceSpec spec, int tail, boolean follow) {
            Iterator<String> newest =
                    lines.subList(Math.max(0, lines.size() - tail), lines.size()).iterator();
            return new LogReader() {
                @Override
                public Optional<LogEntry> next(Duration patience) {
                    return ended()
                            ? Optional.empty()
                            : Optional.of(new LogEntry.Line(newest.next()));
                }

                @Override
                public Optional<String> cursor() {
                    return Optional.empty();
                }

                @Override
                public boolean ended() {
                    return !newest.hasNext();
                }

                @Override
                public void close() {}
            };
        }

        @Override
        public LogReader resume(ServiceSpec spec, String cursor, boolean follow) {
            return open(spec, Integer.parseInt(cursor), follow);
        }

        @Override
        public LogPage query(ServiceSpec spec, LogQuery query) {
            return new LogPage(
                    lines.stream().filter(query.filter()::mentionedIn).toList(), 1, false);
        }
    }

    /** Fails as a backend does whose bundle is half gone. */
    private static final class BrokenBackend implements LogBackend {
        @Override
        public LogReader open(ServiceSpec spec, int tail, boolean follow) {
            throw new NoClassDefFoundError("gone/with/its/Bundle");
        }

        @Override
        public LogReader resume(ServiceSpec spec, String cursor, boolean follow) {
            throw new NoClassDefFoundError("gone/with/its/Bundle");
        }

        @Override
        public LogPage query(ServiceSpec spec, LogQuery query) {
            throw new NoClassDefFoundError("gone/with/its/Bundle");
        }
    }

    private static Logbook logbook(Offer... offers) {
        return new Logbook(
                LoggedService.registry(LoggedService.direct("web", Path.of("/nowhere/web.log"))),
                Stream.of(offers).map(Offer::withProperties).toList());
    }

    private static void assertFails(Failure failure, String text, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        ServiceException.class, e -> assertThat(e.failure()).isEqualTo(failure))
                .hasMessageContaining(text);
    }

    @Test
    void theBackendOfTheLaunchMethodIsAsked() throws Exception {
        Logbook logbook =
                logbook(
                        new Offer("systemd", new FakeBackend(List.of("of the journal"))),
                        new Offer("direct", new FakeBackend(List.of("1", "2", "3"))));
        assertThat(logbook.recent(WEB, 2)).containsExactly("2", "3");
    }

    @Test
    void theHigherRankedOfTwoIsAsked() throws Exception {
        Logbook logbook =
                logbook(
                        new Offer("direct", new FakeBackend(List.of("old"))),
                        new Offer("direct", new FakeBackend(List.of("new"))));
        assertThat(logbook.recent(WEB, 1)).containsExactly("new");
    }

    @Test
    void defect7UnknownServiceIsNotFoundAndHasNoLines() {
        Logbook logbook = logbook(new Offer("direct", new FakeBackend(List.of("line"))));
        assertFails(
                Failure.NOT_FOUND,
                "service nope not found",
                () -> logbook.recent(new ServiceId("nope"), 10));
        assertFails(
                Failure.NOT_FOUND,
                "service nope not found",
                () -> logbook.open(new ServiceId("nope"), 10, true));
    }

    @Test
    void defect17MissingBackendIsAnErrorAndNotALine() {
        assertFails(
                Failure.UNAVAILABLE,
                "no log backend of type 'direct'",
                () -> logbook().recent(WEB, 1));
    }

    @Test
    void defect7TailZeroYieldsNoHistory() throws Exception {
        assertThat(logbook(new Offer("direct", new FakeBackend(List.of("past")))).recent(WEB, 0))
                .isEmpty();
    }

    @Test
    void negativeCountIsRefused() {
        assertFails(Failure.INVALID_ARGUMENT, "-1 lines", () -> logbook().recent(WEB, -1));
    }

    @Test
    void linesAreBounded() throws Exception {
        List<String> many =
                IntStream.rangeClosed(1, ServiceLogs.MAX_LINES + 5)
                        .mapToObj(Integer::toString)
                        .toList();
        assertThat(
                        logbook(new Offer("direct", new FakeBackend(many)))
                                .recent(WEB, Integer.MAX_VALUE))
                .hasSize(ServiceLogs.MAX_LINES)
                .startsWith("6")
                .endsWith(many.getLast());
    }

    @Test
    void textIsBoundedAndTheNewestIsKept() throws Exception {
        String half = "x".repeat(Logbook.MAX_CHARACTERS / 2);
        List<String> big = List.of("first", half, "second", half.substring(6));
        assertThat(logbook(new Offer("direct", new FakeBackend(big))).recent(WEB, 4))
                .isEqualTo(big.subList(1, 4));
    }

    @Test
    void brokenBackendIsReportedAndNotThrownThrough() {
        Logbook logbook = logbook(new Offer("direct", new BrokenBackend()));
        for (ThrowingCallable call :
                List.<ThrowingCallable>of(
                        () -> logbook.recent(WEB, 1),
                        () -> logbook.open(WEB, 1, false),
                        () -> logbook.resume(WEB, "1", false),
                        () -> logbook.query(WEB, LogQuery.of(LogFilter.ALL)))) {
            assertFails(Failure.INTERNAL, "gone/with/its/Bundle", call);
        }
    }

    @Test
    void aQueryGoesToTheBackend() throws Exception {
        Logbook logbook = logbook(new Offer("direct", new FakeBackend(List.of("one", "two"))));
        assertThat(logbook.query(WEB, LogQuery.of(LogFilter.ALL.containing("TW"))).lines())
                .containsExactly("two");
    }

    @Test
    void aTimeThatEndsBeforeItBeginsIsRefused() {
        LogFilter backwards = LogFilter.ALL.between(Instant.ofEpochSecond(2), Instant.EPOCH);
        assertFails(
                Failure.INVALID_ARGUMENT,
                "1970-01-01T00:00:02Z",
                () -> logbook().query(WEB, LogQuery.of(backwards)));
    }
}
