package hostler.notify.log;

import static org.osgi.service.component.annotations.ConfigurationPolicy.OPTIONAL;

import hostler.core.api.Verdict;
import hostler.health.api.HealthChange;
import hostler.health.api.HealthEntry;
import hostler.health.api.HealthNotifier;
import java.util.Locale;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** Writes one line per changed verdict to the agent's log: a warning when it turned critical. */
@Designate(ocd = LogNotifier.Config.class)
@Component(configurationPid = "hostler.notify.log", configurationPolicy = OPTIONAL)
public final class LogNotifier implements HealthNotifier {

    /** Settings of the log notifier, which works without any. */
    @ObjectClassDefinition(name = "Log notifier")
    @interface Config {
        @AttributeDefinition(description = "Whether changed verdicts are written to the log")
        boolean enabled() default true;
    }

    private final Config config;
    private final Logger log;

    @Activate
    public LogNotifier(Config config) {
        this(config, LoggerFactory.getLogger(LogNotifier.class));
    }

    LogNotifier(Config config, Logger log) {
        this.config = config;
        this.log = log;
    }

    @Override
    public void changed(HealthChange change) {
        if (!config.enabled()) {
            return;
        }
        HealthEntry entry = change.entry();
        log.atLevel(entry.verdict() == Verdict.CRITICAL ? Level.WARN : Level.INFO)
                .log(
                        "service {} is {}, it was {}: {}",
                        change.service(),
                        word(entry.verdict()),
                        word(change.before()),
                        entry.result().message());
    }

    private static String word(Verdict verdict) {
        return verdict.name().toLowerCase(Locale.ROOT);
    }
}
