package hostler.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import hostler.core.api.Recovery;
import hostler.core.packages.PackageDefaults;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.osgi.util.converter.Converters;

class SettingsTest {
    private static final Path HOME = Path.of("/home-of-agent");

    private static Settings settings(Map<String, Object> properties) {
        Config config = Converters.standardConverter().convert(properties).to(Config.class);
        return Settings.of(config, HOME);
    }

    @Test
    void defaults() {
        assertThat(settings(Map.of()))
                .isEqualTo(
                        new Settings(
                                "agent-001",
                                new PackageDefaults(
                                        HOME.resolve("workspace"),
                                        HOME.resolve("var/log"),
                                        false,
                                        Duration.ofSeconds(30),
                                        Duration.ofSeconds(5),
                                        3,
                                        new Recovery(
                                                true,
                                                5,
                                                Duration.ofSeconds(5),
                                                2.0,
                                                Duration.ofSeconds(60)),
                                        100L << 20,
                                        10),
                                true,
                                Duration.ofSeconds(30),
                                false,
                                false));
    }

    @Test
    void everyPropertyIsMapped() {
        Map<String, Object> properties =
                Map.ofEntries(
                        Map.entry("agent.code", "a7"),
                        Map.entry("workspace", "/w"),
                        Map.entry("stop.services.on.exit", true),
                        Map.entry("log.directory", "/l"),
                        Map.entry("discovery.enabled", false),
                        Map.entry("discovery.interval.ms", 1_000L),
                        Map.entry("discovery.autostart", true),
                        Map.entry("discovery.on.removed", "stop"),
                        Map.entry("health.check.default.interval.ms", 2_000L),
                        Map.entry("health.check.default.timeout.ms", 3_000L),
                        Map.entry("health.check.default.retries", 4),
                        Map.entry("auto.recovery.enabled", false),
                        Map.entry("auto.recovery.max.restarts", 6),
                        Map.entry("auto.recovery.restart.delay.ms", 7_000L),
                        Map.entry("auto.recovery.backoff.factor", 1.5),
                        Map.entry("auto.recovery.max.backoff.ms", 8_000L),
                        Map.entry("logging.max.size.bytes", 9L),
                        Map.entry("logging.max.files", 11));

        assertThat(settings(properties))
                .isEqualTo(
                        new Settings(
                                "a7",
                                new PackageDefaults(
                                        Path.of("/w"),
                                        Path.of("/l"),
                                        true,
                                        Duration.ofSeconds(2),
                                        Duration.ofSeconds(3),
                                        4,
                                        new Recovery(
                                                false,
                                                6,
                                                Duration.ofSeconds(7),
                                                1.5,
                                                Duration.ofSeconds(8)),
                                        9,
                                        11),
                                false,
                                Duration.ofSeconds(1),
                                true,
                                true));
    }

    @Test
    void whatCannotBeUsedIsRefusedByName() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> settings(Map.of("discovery.on.removed", "delete")))
                .withMessage("discovery.on.removed must be keep or stop, not 'delete'");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> settings(Map.of("discovery.interval.ms", 0)))
                .withMessage("discovery.interval.ms must be positive, not 0");
    }
}
