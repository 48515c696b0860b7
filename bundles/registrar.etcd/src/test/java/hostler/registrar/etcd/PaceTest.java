package hostler.registrar.etcd;

import static org.assertj.core.api.Assertions.assertThat;

import hostler.etcd.EtcdException.Kind;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PaceTest {
    private static final long SECOND = Duration.ofSeconds(1).toNanos();
    private static final long HOUR = Duration.ofHours(1).toNanos();

    private final Pace pace = new Pace(Pace.Times.USUAL, new Random(1));

    /** Attempts within an hour in which somebody serves and each one fails. */
    private int attempts(Kind kind) {
        int attempts = 0;
        for (long now = 0; now < HOUR; now = Math.max(now + 1, pace.next())) {
            if (pace.mayLook(now)) {
                pace.looked(true, now);
            }
            if (pace.mayTry(now)) {
                attempts++;
                pace.failed(kind, now);
            }
        }
        return attempts;
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void nobodyIsAskedMoreOftenThanEveryFiveSecondsForLong(Kind kind) {
        assertThat(attempts(kind)).isBetween(100, 3_600 / 5);
    }

    @Test
    void whoDoesNotServeIsNotAskedAtAllAndLookedForEverySecond() {
        pace.failed(Kind.UNREACHABLE, 0);
        int looks = 0;
        for (long now = 0; now < HOUR; now = pace.next()) {
            assertThat(pace.mayLook(now)).isTrue();
            pace.looked(false, now);
            assertThat(pace.mayTry(now)).isFalse();
            looks++;
        }
        assertThat(looks).isBetween(3_600, 2 * 3_600);
    }

    @Test
    void whoIsBackIsAskedAtOnceAndAFewTimesQuickly() {
        pace.failed(Kind.TIMEOUT, 0);
        pace.looked(false, 0);
        pace.looked(true, SECOND);
        assertThat(pace.mayTry(SECOND)).isTrue();

        pace.failed(Kind.UNREACHABLE, SECOND);
        pace.looked(true, SECOND);
        assertThat(pace.mayTry(SECOND)).isFalse();
        assertThat(pace.mayTry(SECOND + SECOND / 2)).isTrue();
    }

    @Test
    void whoServesAndFailsAgainIsAskedAfterALongerPauseEachTime() {
        pace.failed(Kind.TIMEOUT, 0);
        pace.failed(Kind.TIMEOUT, 0);
        pace.failed(Kind.TIMEOUT, 0);
        pace.failed(Kind.TIMEOUT, 0);
        pace.looked(true, 0);
        assertThat(pace.mayTry(SECOND / 2)).isFalse();
        assertThat(pace.mayTry(2 * SECOND)).isTrue();
    }

    @Test
    void whatWorksHasNoPace() {
        pace.failed(Kind.DENIED, 0);
        assertThat(pace.mayTry(SECOND)).isFalse();
        pace.worked();
        assertThat(pace.failing()).isFalse();
        assertThat(pace.mayTry(SECOND)).isTrue();
    }
}
