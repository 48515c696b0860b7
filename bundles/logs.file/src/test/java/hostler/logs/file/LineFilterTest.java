package hostler.logs.file;

import static org.assertj.core.api.Assertions.assertThat;

import hostler.logs.api.LogFilter;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LineFilterTest {
    private static final Instant NOON = Instant.parse("2026-02-03T12:00:00Z");

    private static boolean matches(LogFilter filter, String line) {
        return LineFilter.of(filter).test(line);
    }

    @ParameterizedTest
    @CsvSource({
        "error, it FAILED",
        "error, fatal: no",
        "warn, Warning: old",
        "warning, WARN old",
        "info, INFORMATION",
        "debug, trace 1",
        "critical, kernel panic",
        "crit, CRITICAL"
    })
    void aLevelIsTheWordsThatTellIt(String level, String line) {
        assertThat(matches(LogFilter.ALL.ofLevel(level), line)).isTrue();
        assertThat(matches(LogFilter.ALL.ofLevel(level), "nothing of it")).isFalse();
    }

    @Test
    void anUnknownLevelMatchesNothing() {
        assertThat(matches(LogFilter.ALL.ofLevel("loud"), "loud error warning info")).isFalse();
    }

    @Test
    void bothEndsOfATimeBelongToIt() {
        LogFilter hour = LogFilter.ALL.between(NOON, NOON.plus(Duration.ofHours(1)));
        assertThat(matches(hour, "2026-02-03T12:00:00Z begins")).isTrue();
        assertThat(matches(hour, "2026-02-03T13:00:00Z ends")).isTrue();
        assertThat(matches(hour, "2026-02-03T11:59:59.999999999Z before")).isFalse();
        assertThat(matches(hour, "2026-02-03T13:00:00.000000001Z after")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-02-03T12:00:00Z x",
                "2026-02-03T12:00:00.123456789Z",
                "2026-02-03T20:00:00+08:00 x",
                "2026-02-03T20:00:00.5+08:00 x",
                "  2026-02-03T12:00:00\tx",
                "2026-02-03T12:00:00"
            })
    void aTimeIsReadInEveryFormOfTheContract(String line) {
        assertThat(LineTime.of(line).map(time -> Duration.between(NOON, time).toSeconds()))
                .contains(0L);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "at java.base/Thread.run",
                "[2026-02-03T12:00:00Z] x",
                "2026-02-03 12:00:00 x",
                "2026-02-30T12:00:00Z x",
                "2026-02-03T25:00:00Z x",
                "2026-02-03Txxxxxxxxxxxxx",
                "x 2026-02-03T12:00:00Z"
            })
    void aLineWithoutATimeThatCanBeReadIsNotLeftOutForIt(String line) {
        assertThat(LineTime.of(line)).isEqualTo(Optional.empty());
        assertThat(matches(LogFilter.ALL.between(NOON, NOON), line)).isTrue();
    }
}
