package hostler.notify.log;

import static org.assertj.core.api.Assertions.assertThat;

import hostler.core.api.ServiceId;
import hostler.core.api.Verdict;
import hostler.health.api.CheckResult;
import hostler.health.api.HealthChange;
import hostler.health.api.HealthEntry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.osgi.util.converter.Converters;
import org.slf4j.Marker;
import org.slf4j.event.Level;
import org.slf4j.helpers.LegacyAbstractLogger;
import org.slf4j.helpers.MessageFormatter;

class LogNotifierTest {
    private final RecordingLogger log = new RecordingLogger();

    @Test
    void criticalIsAWarning() {
        notifier(Map.of()).changed(change(Verdict.HEALTHY, Verdict.CRITICAL, "HTTP 503"));

        assertThat(log.lines)
                .containsExactly("WARN service web is critical, it was healthy: HTTP 503");
    }

    @Test
    void everythingElseIsInformation() {
        notifier(Map.of()).changed(change(Verdict.UNKNOWN, Verdict.HEALTHY, "HTTP 200"));

        assertThat(log.lines)
                .containsExactly("INFO service web is healthy, it was unknown: HTTP 200");
    }

    @Test
    void disabledNotifierIsSilent() {
        notifier(Map.of("enabled", false))
                .changed(change(Verdict.UNKNOWN, Verdict.CRITICAL, "HTTP 500"));

        assertThat(log.lines).isEmpty();
    }

    @Test
    void configDefaults() {
        assertThat(config(Map.of()).enabled()).isTrue();
    }

    @Test
    void everyPropertyIsMapped() {
        assertThat(config(Map.of("enabled", "false")).enabled()).isFalse();
    }

    private LogNotifier notifier(Map<String, Object> properties) {
        return new LogNotifier(config(properties), log);
    }

    private static LogNotifier.Config config(Map<String, Object> properties) {
        return Converters.standardConverter().convert(properties).to(LogNotifier.Config.class);
    }

    private static HealthChange change(Verdict before, Verdict after, String message) {
        CheckResult result = CheckResult.critical(message);
        return new HealthChange(
                new ServiceId("web"),
                before,
                new HealthEntry(after, result, Instant.EPOCH, "http", Duration.ZERO));
    }

    /** Keeps what is logged as "LEVEL text". */
    private static final class RecordingLogger extends LegacyAbstractLogger {
        private static final long serialVersionUID = 1;

        private final transient List<String> lines = new ArrayList<>();

        @Override
        protected void handleNormalizedLoggingCall(
                Level level, Marker marker, String pattern, Object[] arguments, Throwable thrown) {
            lines.add(level + " " + MessageFormatter.arrayFormat(pattern, arguments).getMessage());
        }

        @Override
        protected String getFullyQualifiedCallerName() {
            return RecordingLogger.class.getName();
        }

        @Override
        public boolean isTraceEnabled() {
            return true;
        }

        @Override
        public boolean isDebugEnabled() {
            return true;
        }

        @Override
        public boolean isInfoEnabled() {
            return true;
        }

        @Override
        public boolean isWarnEnabled() {
            return true;
        }

        @Override
        public boolean isErrorEnabled() {
            return true;
        }
    }
}
