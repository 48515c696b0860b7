package hostler.health;

import static org.assertj.core.api.Assertions.assertThat;

import hostler.core.api.Verdict;
import hostler.health.api.CheckResult;
import hostler.health.api.HealthEntry;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class HistoryTest {
    private final History history = new History();

    @Test
    void newestComesFirst() {
        history.add(entry("one"));
        history.add(entry("two"));

        assertThat(history.newest(10))
                .extracting(entry -> entry.result().message())
                .containsExactly("two", "one");
        assertThat(history.newest(1)).hasSize(1);
        assertThat(history.newest(-1)).isEmpty();
    }

    @Test
    void oldestGoesWhenItIsFull() {
        for (int i = 0; i <= History.CAPACITY; i++) {
            history.add(entry("check " + i));
        }

        assertThat(history.newest(Integer.MAX_VALUE)).hasSize(History.CAPACITY);
        assertThat(history.newest(Integer.MAX_VALUE).getLast().result().message())
                .isEqualTo("check 1");
    }

    @Test
    void equalResultsAreKeptOnce() {
        history.add(entry(String.valueOf(new char[] {'o', 'k'})));
        history.add(entry(String.valueOf(new char[] {'o', 'k'})));

        assertThat(history.newest(2).get(0).result()).isSameAs(history.newest(2).get(1).result());
    }

    private static HealthEntry entry(String message) {
        return new HealthEntry(
                Verdict.HEALTHY,
                CheckResult.ok(message),
                Instant.EPOCH,
                "fake",
                Duration.ofMillis(3));
    }
}
