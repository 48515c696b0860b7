package hostler.logs.testkit;

import static hostler.logs.testkit.LogBackendContract.numbered;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hostler.core.api.ServiceException;
import hostler.core.api.ServiceSpec;
import hostler.logs.api.LogBackend;
import hostler.logs.api.LogFilter;
import hostler.logs.api.LogPage;
import hostler.logs.api.LogQuery;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * How every log backend answers queries. Implemented like {@link LogBackendContract}, mostly by the
 * same test.
 */
public interface LogQueryContract {

    /** The backend under test. */
    LogBackend backend();

    /** The service whose log is read. */
    ServiceSpec service();

    /** Lets the service write this text. */
    void write(String text) throws IOException;

    /** How the service writes a line of a level, without its line feed. */
    String marked(String level, String text);

    /** Asks the backend. */
    default LogPage ask(LogQuery query) throws ServiceException, InterruptedException {
        return backend().query(service(), query);
    }

    /** Asks the backend for the first matches. */
    default LogPage ask(LogFilter filter) throws ServiceException, InterruptedException {
        return ask(LogQuery.of(filter));
    }

    /** The numbered lines of a page, in its order. */
    static List<String> lines(int from, int to) {
        return from <= to
                ? numbered(from, to).lines().toList()
                : numbered(to, from).lines().toList().reversed();
    }

    @Test
    default void nothingWrittenIsNothingFound() throws Exception {
        assertThat(ask(LogFilter.ALL)).isEqualTo(new LogPage(List.of(), 0, false));
    }

    @Test
    default void aHundredLinesAreAPageAndAllAreCounted() throws Exception {
        write(numbered(1, 250));
        assertThat(ask(LogFilter.ALL)).isEqualTo(new LogPage(lines(1, 100), 250, true));
    }

    @Test
    default void pagesFollowEachOtherUntilTheLast() throws Exception {
        write(numbered(1, 25));
        LogQuery query = LogQuery.of(LogFilter.ALL);
        assertThat(ask(query.page(10, 10))).isEqualTo(new LogPage(lines(11, 20), 25, true));
        assertThat(ask(query.page(20, 10))).isEqualTo(new LogPage(lines(21, 25), 25, false));
        assertThat(ask(query.page(30, 10))).isEqualTo(new LogPage(List.of(), 25, false));
    }

    @Test
    default void theNewestComeFirstWhereThatIsAskedFor() throws Exception {
        write(numbered(1, 25));
        LogQuery query = LogQuery.of(LogFilter.ALL).reversed();
        assertThat(ask(query.page(0, 10))).isEqualTo(new LogPage(lines(25, 16), 25, true));
        assertThat(ask(query.page(20, 10))).isEqualTo(new LogPage(lines(5, 1), 25, false));
        assertThat(ask(query.page(25, 10))).isEqualTo(new LogPage(List.of(), 25, false));
    }

    @Test
    default void aKeywordIsFoundInAnyCase() throws Exception {
        write("Connection lost\nok\nno CONNECTION\nconn ection\n");
        assertThat(ask(LogFilter.ALL.containing("conNection")).lines())
                .containsExactly("Connection lost", "no CONNECTION");
    }

    @Test
    default void aKeywordIsTakenAsItIs() throws Exception {
        write("a.*b\naxxb\n--unit=x\n");
        assertThat(ask(LogFilter.ALL.containing("a.*b")).lines()).containsExactly("a.*b");
        assertThat(ask(LogFilter.ALL.containing("--unit=")).lines()).containsExactly("--unit=x");
    }

    @Test
    default void aLevelIsFound() throws Exception {
        write(marked("info", "fine") + "\n" + marked("error", "broken") + "\n");
        assertThat(ask(LogFilter.ALL.ofLevel("Error")).lines())
                .singleElement()
                .asString()
                .contains("broken");
        assertThat(ask(LogFilter.ALL.ofLevel("error").containing("fine")).total()).isZero();
    }

    @Test
    default void whatWasWrittenNowIsFoundInATimeAroundNow() throws Exception {
        Instant now = Instant.now();
        Duration anHour = Duration.ofHours(1);
        write(numbered(1, 3));
        assertThat(ask(LogFilter.ALL.between(now.minus(anHour), now.plus(anHour))).lines())
                .isEqualTo(lines(1, 3));
    }

    @Test
    default void aPageIsNoLargerThanACallerCanTake() throws Exception {
        String line = "z".repeat(40_000);
        for (int i = 0; i < 9; i++) {
            write((line + "\n").repeat(10));
        }
        LogQuery query = LogQuery.of(LogFilter.ALL);
        for (LogPage page : List.of(ask(query), ask(query.reversed()))) {
            assertThat(page.lines()).hasSize(LogPage.MAX_BYTES / line.getBytes(UTF_8).length);
            assertThat(page.total()).isEqualTo(90);
            assertThat(page.hasMore()).isTrue();
        }
    }

    @Test
    default void anInterruptEndsAQuery() throws Exception {
        write(numbered(1, 3));
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> ask(LogFilter.ALL)).isInstanceOf(InterruptedException.class);
    }
}
