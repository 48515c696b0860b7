package hostler.cli.args;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MomentTest {
    private static final Instant NOW = Instant.parse("2026-02-03T12:00:00Z");
    private static final ZoneId ZONE = ZoneId.of("Europe/Berlin");

    @ParameterizedTest
    @CsvSource({
        "10m, 2026-02-03T11:50:00Z",
        "1h30m, 2026-02-03T10:30:00Z",
        "2026-02-03, 2026-02-02T23:00:00Z",
        "2026-02-03 09:15, 2026-02-03T08:15:00Z",
        "2026-02-03T09:15:30, 2026-02-03T08:15:30Z",
        "2026-02-03T09:15:30Z, 2026-02-03T09:15:30Z",
        "2026-02-03 09:15:30.5+01:00, 2026-02-03T08:15:30.500Z"
    })
    void aMomentIsReadInEveryForm(String text, Instant expected) {
        assertThat(Moment.parse(text, NOW, ZONE)).isEqualTo(expected);
    }

    @Test
    void whatIsNoMomentIsRefused() {
        assertThatThrownBy(() -> Moment.parse("2026-02-30", NOW, ZONE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("10m, 2h");
    }
}
