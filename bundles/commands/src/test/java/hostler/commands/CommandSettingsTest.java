package hostler.commands;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.osgi.util.converter.Converters;

class CommandSettingsTest {
    private static CommandSettings of(Map<String, Object> properties) {
        return CommandSettings.of(
                Converters.standardConverter().convert(properties).to(ShellCommands.Config.class));
    }

    @Test
    void nothingIsEnabledByDefaultAndEverythingIsLimited() {
        assertThat(of(Map.of()))
                .isEqualTo(
                        new CommandSettings(
                                false, Optional.empty(), 16, Duration.ofDays(1), 1L << 30));
    }

    @Test
    void everyPropertyIsRead() {
        assertThat(
                        of(
                                Map.of(
                                        "enabled",
                                        true,
                                        "user",
                                        "ops",
                                        "max.concurrent",
                                        3,
                                        "timeout.ms",
                                        4_000L,
                                        "max.output.bytes",
                                        5L)))
                .isEqualTo(
                        new CommandSettings(true, Optional.of("ops"), 3, Duration.ofSeconds(4), 5));
    }

    @ParameterizedTest
    @ValueSource(strings = {"max.concurrent", "timeout.ms", "max.output.bytes"})
    void noLimitIsNone(String property) {
        assertThatThrownBy(() -> of(Map.of(property, 0)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(property);
    }
}
