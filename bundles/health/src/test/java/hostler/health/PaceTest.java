package hostler.health;

import static org.assertj.core.api.Assertions.assertThat;

import hostler.core.api.ServiceId;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PaceTest {
    private static final long SECOND = Duration.ofSeconds(1).toNanos();
    private static final ServiceId WEB = new ServiceId("web");

    @Test
    void unreadyLaunchIsCheckedEveryHalfSecondGrowingToTheInterval() {
        Pace pace = pace(2);

        assertThat(pace.next(0, 0, false)).isEqualTo(SECOND / 2);
        assertThat(pace.next(0, 0, false)).isEqualTo(SECOND * 3 / 4);
        IntStream.range(0, 10).forEach(i -> pace.next(0, 0, false));
        assertThat(pace.next(0, 0, false)).isEqualTo(2 * SECOND);
    }

    @Test
    void shortIntervalIsNeverStretched() {
        Pace pace = new Pace(Statuses.checkEvery(Duration.ofMillis(100)), WEB);

        assertThat(pace.next(0, 0, false)).isEqualTo(SECOND / 10);
    }

    @Test
    void readyLaunchIsCheckedAtAFixedRate() {
        Pace pace = pace(10);
        long first = pace.next(0, SECOND, true);

        assertThat(first).isBetween(5 * SECOND, 10 * SECOND);
        assertThat(pace.next(first, first + SECOND, true)).isEqualTo(first + 10 * SECOND);
    }

    @Test
    void missedBeatsAreLeftOutNotMadeUpFor() {
        Pace pace = pace(10);
        long first = pace.next(0, 0, true);

        assertThat(pace.next(first, first + 35 * SECOND, true)).isEqualTo(first + 40 * SECOND);
        assertThat(pace.next(first, first + 10 * SECOND, true)).isEqualTo(first + 20 * SECOND);
    }

    @Test
    void servicesThatBeginTogetherDriftApart() {
        long phases =
                IntStream.range(0, 100)
                        .mapToLong(i -> secondCheck("service-" + i))
                        .distinct()
                        .count();

        assertThat(phases).isGreaterThan(30);
    }

    private static long secondCheck(String name) {
        return new Pace(Statuses.checkEvery(Duration.ofSeconds(30)), new ServiceId(name))
                .next(0, 0, true);
    }

    private static Pace pace(int seconds) {
        return new Pace(Statuses.checkEvery(Duration.ofSeconds(seconds)), WEB);
    }
}
