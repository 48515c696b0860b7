package hostler.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationsTest {

    @ParameterizedTest
    @CsvSource({
        "0, PT0S",
        "30s, PT30S",
        "1h30m, PT1H30M",
        "1.5s, PT1.5S",
        "300ms, PT0.3S",
        "1m0.5s, PT1M0.5S",
        "2.s, PT2S",
        "10us, PT0.00001S",
        "10µs, PT0.00001S",
        "0.5ns, PT0S",
        "8760h, PT8760H"
    })
    void goDurationsAreRead(String text, Duration duration) {
        assertThat(Durations.parse(text)).isEqualTo(duration);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "30", "s", "-1s", "1 s", "1S", "1d", ".5s", "1s2", "1e3s", "٣s", "1h\n"})
    void anythingElseIsRefusedWithAnExample(String text) {
        assertThatThrownBy(() -> Durations.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("30s, 5m or 1h30m");
    }

    @Test
    void whatDoesNotFitIsRefused() {
        assertThatThrownBy(() -> Durations.parse("999999999999h"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("292 years");
    }

    @Test
    void hostileLengthIsRefusedAndDoesNotOverflowTheStack() {
        assertThatThrownBy(() -> Durations.parse("1s".repeat(30_000) + "x"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "PT0S,0s",
        "PT0.3S,300ms",
        "PT1.5S,1.5s",
        "PT2M5S,2m5s",
        "PT1H30M,1h30m",
        "PT1H,1h"
    })
    void peopleSeeTheShortForm(Duration duration, String text) {
        assertThat(Durations.format(duration)).isEqualTo(text);
    }
}
