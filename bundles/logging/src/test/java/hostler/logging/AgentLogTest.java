package hostler.logging;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.osgi.util.converter.Converters;

class AgentLogTest {
    private final LoggerContext context = new LoggerContext();

    private static AgentLog.Config config(Map<String, Object> properties) {
        return Converters.standardConverter().convert(properties).to(AgentLog.Config.class);
    }

    @Test
    void theDefaultsAreThoseOfTheContract() {
        AgentLog.Config config = config(Map.of());
        assertThat(config.level()).isEqualTo("info");
        assertThat(config.max_size_bytes()).isEqualTo(104_857_600L);
        assertThat(config.max_files()).isEqualTo(10);
    }

    @Test
    void everyPropertyIsMapped() {
        AgentLog.Config config =
                config(Map.of("level", "warn", "max.size.bytes", 5L, "max.files", 2));
        assertThat(config.level()).isEqualTo("warn");
        assertThat(config.max_size_bytes()).isEqualTo(5L);
        assertThat(config.max_files()).isEqualTo(2);
    }

    @Test
    void theLevelIsThatOfTheConfiguration() {
        new AgentLog(config(Map.of("level", "debug")), context);
        assertThat(context.getLogger("any").getEffectiveLevel()).isEqualTo(Level.DEBUG);
    }
}
