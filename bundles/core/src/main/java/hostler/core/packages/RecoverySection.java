package hostler.core.packages;

import hostler.core.api.Recovery;
import hostler.settings.Fields;
import java.time.Duration;

/** The table {@code operations.auto_recovery}. */
final class RecoverySection {
    private static final int MAX_RESTARTS = 1_000_000;

    private RecoverySection() {}

    static Recovery read(Fields fields, Recovery defaults) {
        Recovery recovery =
                new Recovery(
                        fields.flag("enabled").orElse(defaults.enabled()),
                        fields.number("max_restarts", 0, MAX_RESTARTS)
                                .orElse(defaults.maxRestarts()),
                        time(fields, "restart_delay", defaults.delay()),
                        fields.decimal("backoff_factor", 1).orElse(defaults.factor()),
                        time(fields, "max_backoff", defaults.maxDelay()));
        fields.reportUnknown(false);
        return recovery;
    }

    private static Duration time(Fields fields, String key, Duration otherwise) {
        return fields.value(key, Forms.duration(Duration.ZERO, Forms.LONGEST)).orElse(otherwise);
    }
}
