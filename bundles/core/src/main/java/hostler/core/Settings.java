package hostler.core;

import hostler.core.api.Recovery;
import hostler.core.packages.PackageDefaults;
import java.nio.file.Path;
import java.time.Duration;

/**
 * The configuration of supervision, in its own words.
 *
 * @param agentCode the agent's name
 * @param defaults what a package.json leaves open
 * @param watching whether the workspace is looked at by itself after the first time
 * @param interval the longest time between two looks
 * @param stopRemoved whether a service whose package.json vanished is stopped
 * @param stopOnExit whether the agent's end ends all services
 */
record Settings(
        String agentCode,
        PackageDefaults defaults,
        boolean watching,
        Duration interval,
        boolean stopRemoved,
        boolean stopOnExit) {

    /**
     * Reads a configuration.
     *
     * @param home the agent's directory, under which unset paths lie
     * @throws IllegalArgumentException when a value cannot be used; the message names it
     */
    static Settings of(Config config, Path home) {
        return new Settings(
                config.agent_code(),
                defaults(config, home),
                config.discovery_enabled(),
                positive("discovery.interval.ms", config.discovery_interval_ms()),
                onRemoved(config.discovery_on_removed()),
                config.stop_services_on_exit());
    }

    private static PackageDefaults defaults(Config config, Path home) {
        return new PackageDefaults(
                directory(config.workspace(), home.resolve("workspace")),
                directory(config.log_directory(), home.resolve("var").resolve("log")),
                config.discovery_autostart(),
                positive(
                        "health.check.default.interval.ms",
                        config.health_check_default_interval_ms()),
                positive(
                        "health.check.default.timeout.ms",
                        config.health_check_default_timeout_ms()),
                Math.max(1, config.health_check_default_retries()),
                recovery(config),
                config.logging_max_size_bytes(),
                config.logging_max_files());
    }

    private static Recovery recovery(Config config) {
        return new Recovery(
                config.auto_recovery_enabled(),
                Math.max(0, config.auto_recovery_max_restarts()),
                Duration.ofMillis(Math.max(0, config.auto_recovery_restart_delay_ms())),
                Math.max(1, config.auto_recovery_backoff_factor()),
                Duration.ofMillis(Math.max(0, config.auto_recovery_max_backoff_ms())));
    }

    private static Path directory(String configured, Path unset) {
        Path path = configured.isBlank() ? unset : Path.of(configured);
        return path.toAbsolutePath().normalize();
    }

    private static Duration positive(String key, long millis) {
        if (millis <= 0) {
            throw new IllegalArgumentException(key + " must be positive, not " + millis);
        }
        return Duration.ofMillis(millis);
    }

    private static boolean onRemoved(String policy) {
        return switch (policy) {
            case "keep" -> false;
            case "stop" -> true;
            default ->
                    throw new IllegalArgumentException(
                            "discovery.on.removed must be keep or stop, not '" + policy + "'");
        };
    }
}
