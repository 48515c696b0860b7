package hostler.logs.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hostler.core.api.Failure;
import hostler.core.api.ServiceException;
import hostler.core.api.ServiceSpec;
import hostler.logs.api.LogBackend;
import hostler.logs.api.LogEntry;
import hostler.logs.api.LogReader;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What every log backend must do. A backend's test implements this interface and supplies the
 * subject; each test gets a backend and a service that has written nothing yet.
 */
@Timeout(30)
public interface LogBackendContract {

    /** How long a test waits for what must come. */
    Duration SOON = Duration.ofSeconds(10);

    /** Long enough to notice what must not come. */
    Duration A_MOMENT = Duration.ofMillis(50);

    /** The longest piece a line may come in, in bytes. */
    int LONGEST = 64 * 1024;

    /** The backend under test. */
    LogBackend backend();

    /** The service whose log is read. */
    ServiceSpec service();

    /** Lets the service write these bytes. */
    void write(byte[] bytes) throws IOException;

    /** Lets the service write this text. */
    default void write(String text) throws IOException {
        write(text.getBytes(UTF_8));
    }

    /** Lets the service end; what it has begun to write is a line then. */
    default void end() throws IOException {}

    /** Reads until the reader has ended; a gap shows as what it says. */
    static List<String> drain(LogReader reader) throws ServiceException, InterruptedException {
        List<String> lines = new ArrayList<>();
        while (!reader.ended()) {
            reader.next(SOON).map(LogEntry::text).ifPresent(lines::add);
        }
        return lines;
    }

    /** Reads so many lines, waiting for each. */
    static List<String> take(LogReader reader, int count)
            throws ServiceException, InterruptedException {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Optional<LogEntry> next = reader.next(SOON);
            assertThat(next).as("what comes after the lines %s", lines).isPresent();
            lines.add(next.orElseThrow().text());
        }
        return lines;
    }

    /** A line as a reader gives it. */
    static LogEntry line(String text) {
        return new LogEntry.Line(text);
    }

    /** So many numbered lines, as a service writes them. */
    static String numbered(int from, int to) {
        return IntStream.rangeClosed(from, to)
                .mapToObj(number -> "line " + number + "\n")
                .collect(Collectors.joining());
    }

    @Test
    default void serviceThatHasWrittenNothingHasAnEmptyLog() throws Exception {
        try (LogReader reader = backend().open(service(), 10, false)) {
            assertThat(drain(reader)).isEmpty();
        }
    }

    @Test
    default void tailIsTheLastLinesInOrder() throws Exception {
        write(numbered(1, 5000));
        try (LogReader reader = backend().open(service(), 3, false)) {
            assertThat(drain(reader)).containsExactly("line 4998", "line 4999", "line 5000");
        }
    }

    @Test
    default void tailBeyondTheBeginningIsEverything() throws Exception {
        write("one\ntwo\nthree\n");
        try (LogReader reader = backend().open(service(), 10_000, false)) {
            assertThat(drain(reader)).containsExactly("one", "two", "three");
        }
    }

    @Test
    default void lastLineWithoutLineFeedIsALine() throws Exception {
        write("one\ntwo\nthr");
        end();
        try (LogReader reader = backend().open(service(), 2, false)) {
            assertThat(drain(reader)).containsExactly("two", "thr");
        }
    }

    @Test
    default void defect7TailZeroYieldsNoHistory() throws Exception {
        write("past\n");
        try (LogReader reader = backend().open(service(), 0, false)) {
            assertThat(drain(reader)).isEmpty();
        }
        try (LogReader follower = backend().open(service(), 0, true)) {
            assertThat(follower.next(A_MOMENT)).isEmpty();
            write("new\n");
            assertThat(follower.next(SOON)).contains(line("new"));
        }
    }

    @Test
    default void defect17SilentServiceYieldsNoLineThatItDidNotWrite() throws Exception {
        try (LogReader follower = backend().open(service(), 100, true)) {
            assertThat(follower.next(A_MOMENT)).isEmpty();
            assertThat(follower.ended()).isFalse();
        }
    }

    @Test
    default void followerWaitsForAServiceThatHasNotWrittenYet() throws Exception {
        try (LogReader follower = backend().open(service(), 10, true)) {
            assertThat(follower.next(Duration.ZERO)).isEmpty();
            write("first\n");
            assertThat(follower.next(SOON)).contains(line("first"));
        }
    }

    @Test
    default void followerGetsTheTailAndThenEveryLineOnce() throws Exception {
        write(numbered(1, 10));
        try (LogReader follower = backend().open(service(), 2, true)) {
            for (int batch = 0; batch < 20; batch++) {
                write(numbered(11 + batch * 50, 60 + batch * 50));
            }
            assertThat(take(follower, 1002)).isEqualTo(numbered(9, 1010).lines().toList());
            assertThat(follower.next(Duration.ZERO)).isEmpty();
        }
    }

    @Test
    default void followerHoldsALineBackUntilItIsComplete() throws Exception {
        try (LogReader follower = backend().open(service(), 10, true)) {
            write("begun, ");
            assertThat(follower.next(A_MOMENT)).isEmpty();
            write("ended\n");
            assertThat(follower.next(SOON)).contains(line("begun, ended"));
        }
    }

    @Test
    default void readerThatDoesNotFollowEndsWhereTheLogEnded() throws Exception {
        write(numbered(1, 3));
        try (LogReader reader = backend().open(service(), 10, false)) {
            write(numbered(4, 6));
            assertThat(drain(reader)).containsExactly("line 1", "line 2", "line 3");
        }
    }

    @Test
    default void invalidBytesAreReplaced() throws Exception {
        write(new byte[] {'a', (byte) 0xff, 'b', '\n'});
        try (LogReader reader = backend().open(service(), 10, false)) {
            assertThat(drain(reader)).containsExactly("a\ufffdb");
        }
    }

    @Test
    default void longLineComesInPiecesThatTearNoCharacter() throws Exception {
        String line = "x" + "\u00e4".repeat(3 * LONGEST / 2);
        write(line + "\nnext\n");
        try (LogReader reader = backend().open(service(), 10, false)) {
            List<String> pieces = drain(reader);
            assertThat(pieces).allMatch(piece -> piece.getBytes(UTF_8).length <= LONGEST);
            assertThat(pieces.getLast()).isEqualTo("next");
            assertThat(String.join("", pieces.subList(0, pieces.size() - 1))).isEqualTo(line);
        }
    }

    @Test
    default void lineOfTheLongestLengthIsOnePiece() throws Exception {
        String line = "y".repeat(LONGEST);
        write(line + "\nnext\n");
        try (LogReader reader = backend().open(service(), 10, false)) {
            assertThat(drain(reader)).containsExactly(line, "next");
        }
    }

    @Test
    default void closingWakesTheOneThatWaits() throws Exception {
        LogReader follower = backend().open(service(), 0, true);
        CompletableFuture<Optional<LogEntry>> waiting = new CompletableFuture<>();
        Thread.startVirtualThread(
                () -> {
                    try {
                        waiting.complete(follower.next(Duration.ofDays(1)));
                    } catch (ServiceException | InterruptedException e) {
                        waiting.completeExceptionally(e);
                    }
                });
        follower.close();
        assertThat(waiting.get(SOON.toSeconds(), TimeUnit.SECONDS)).isEmpty();
        assertThat(follower.ended()).isTrue();
    }

    @Test
    default void readersDoNotDisturbEachOther() throws Exception {
        write(numbered(1, 3));
        try (LogReader second = backend().open(service(), 10, true)) {
            try (LogReader first = backend().open(service(), 10, true)) {
                assertThat(take(first, 3)).isEqualTo(take(second, 3));
            }
            write("four\n");
            assertThat(second.next(SOON)).contains(line("four"));
        }
    }

    @Test
    default void anotherReaderGoesOnWhereOneHasStopped() throws Exception {
        write(numbered(1, 5));
        String cursor = cursorAfter(3);
        write(numbered(6, 7));
        try (LogReader reader = backend().resume(service(), cursor, false)) {
            assertThat(drain(reader)).isEqualTo(numbered(4, 7).lines().toList());
        }
    }

    @Test
    default void anotherReaderFollowsOnWhereOneHasStopped() throws Exception {
        write(numbered(1, 3));
        try (LogReader follower = backend().resume(service(), cursorAfter(3), true)) {
            assertThat(follower.next(A_MOMENT)).isEmpty();
            write("four\n");
            assertThat(follower.next(SOON)).contains(line("four"));
        }
    }

    /** Reads so many lines from the beginning and says where that ended. */
    private String cursorAfter(int lines) throws ServiceException, InterruptedException {
        try (LogReader reader = backend().open(service(), 10_000, false)) {
            take(reader, lines);
            return reader.cursor().orElseThrow();
        }
    }

    @Test
    default void whatIsNoCursorIsRefused() {
        assertThatThrownBy(() -> backend().resume(service(), "--no cursor", false))
                .isInstanceOfSatisfying(
                        ServiceException.class,
                        e -> assertThat(e.failure()).isEqualTo(Failure.INVALID_ARGUMENT))
                .hasMessageContaining("--no cursor");
    }
}
