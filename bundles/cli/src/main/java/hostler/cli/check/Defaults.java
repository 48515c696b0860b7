package hostler.cli.check;

import hostler.agent.config.Settings;
import hostler.core.api.Recovery;
import hostler.core.packages.PackageDefaults;
import java.nio.file.Path;
import java.time.Duration;

/** What an agent.yaml means for the packages. */
final class Defaults {
    private final Settings settings;

    Defaults(Settings settings) {
        this.settings = settings;
    }

    /** The workspace it names. */
    Path workspace() {
        return path("agent.workspace");
    }

    /** For packages of a workspace, which may be another one. */
    PackageDefaults below(Path workspace) {
        return new PackageDefaults(
                workspace,
                path("logging.directory"),
                (boolean) settings.value("discovery.autostart"),
                time("health_check.default_interval"),
                time("health_check.default_timeout"),
                number("health_check.default_retries").intValue(),
                new Recovery(
                        (boolean) settings.value("auto_recovery.enabled"),
                        number("auto_recovery.max_restarts").intValue(),
                        time("auto_recovery.restart_delay"),
                        number("auto_recovery.backoff_factor").doubleValue(),
                        time("auto_recovery.max_backoff")),
                number("logging.max_size").longValue(),
                number("logging.max_files").intValue());
    }

    private Path path(String key) {
        return Path.of(settings.value(key).toString());
    }

    private Duration time(String key) {
        return Duration.ofMillis(number(key).longValue());
    }

    private Number number(String key) {
        return (Number) settings.value(key);
    }
}
