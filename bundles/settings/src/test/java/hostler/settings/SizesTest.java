package hostler.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SizesTest {

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "17, 17",
        "17b, 17",
        "1K, 1024",
        "512KB, 524288",
        "100MB, 104857600",
        "100 mib, 104857600",
        "2GB, 2147483648",
        "1T, 1099511627776"
    })
    void sizesCountInPowersOf1024(String text, long bytes) {
        assertThat(Sizes.parse(text)).isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "MB", "-1MB", "1.5GB", "1PB", "1 0MB", "1e3", "9999999999999"})
    void anythingElseIsRefusedWithAnExample(String text) {
        assertThatThrownBy(() -> Sizes.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("512KB, 100MB or 2GB");
    }

    @Test
    void whatDoesNotFitIsRefused() {
        assertThat(Sizes.parse("8388607TB")).isEqualTo(8388607L << 40);
        assertThatThrownBy(() -> Sizes.parse("8388608TB"))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
