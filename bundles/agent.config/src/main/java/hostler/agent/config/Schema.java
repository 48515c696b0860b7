package hostler.agent.config;

import static hostler.agent.config.Setting.decimal;
import static hostler.agent.config.Setting.duration;
import static hostler.agent.config.Setting.flag;
import static hostler.agent.config.Setting.name;
import static hostler.agent.config.Setting.number;
import static hostler.agent.config.Setting.path;
import static hostler.agent.config.Setting.size;
import static hostler.agent.config.Setting.table;
import static hostler.agent.config.Setting.text;
import static hostler.agent.config.Setting.texts;
import static hostler.agent.config.Setting.word;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Every key of agent.yaml: its type, its default, its limits, when a change comes into force, and
 * the properties it feeds. A key that feeds nothing is accepted, because existing files have it.
 */
final class Schema {
    static final String CONFIGS = "hostler.configs";
    static final String CORE = "hostler.core";
    static final String GRPC = "hostler.controller.grpc";
    static final String HTTP = "hostler.http";
    static final String LOGGING = "hostler.logging";
    static final String ETCD = "hostler.registrar.etcd";
    static final String COMMANDS = "hostler.commands";
    static final String METRICS = "hostler.metrics";
    static final String SYSTEMD = "hostler.launcher.systemd";
    static final String JOURNALD = "hostler.logs.journald";

    private static final String[] LEVELS = {"info", "trace", "debug", "warn", "error"};
    private static final int MANY = 1_000_000;

    /** Where two keys feed one property, the first stands above the second. */
    static final List<Setting> SETTINGS =
            List.of(
                    flag("agent.stop_services_on_exit", false).feeds(CORE, "stop.services.on.exit"),
                    name("agent.code", "agent-001").atStart().feeds(CORE, "agent.code"),
                    path("agent.workspace", "workspace").atStart().feeds(CORE, "workspace"),
                    word("agent.log_level", LEVELS).orElse("logging.level").feeds(LOGGING, "level"),
                    name("server.address", "127.0.0.1")
                            .atStart()
                            .feeds(GRPC, "address")
                            .feeds(HTTP, "address"),
                    number("server.grpc_port", 10380, 1, 65535).atStart().feeds(GRPC, "port"),
                    number("server.http_port", 8080, 1, 65535).atStart().feeds(HTTP, "port"),
                    flag("server.insecure", false).atStart().feeds(GRPC, "insecure"),
                    word("server.reflection", "local", "true", "false")
                            .atStart()
                            .feeds(GRPC, "reflection"),
                    text("server.upload_dir", ""),
                    table("server.tls"),
                    flag("discovery.enabled", true).feeds(CORE, "discovery.enabled"),
                    duration("discovery.interval", "30s", "1s")
                            .feeds(CORE, "discovery.interval.ms"),
                    flag("discovery.autostart", false).feeds(CORE, "discovery.autostart"),
                    word("discovery.on_removed", "keep", "stop")
                            .feeds(CORE, "discovery.on.removed"),
                    duration("health_check.default_interval", "30s", "100ms")
                            .feeds(CORE, "health.check.default.interval.ms"),
                    duration("health_check.default_timeout", "5s", "10ms")
                            .feeds(CORE, "health.check.default.timeout.ms"),
                    number("health_check.default_retries", 3, 1, 1000)
                            .feeds(CORE, "health.check.default.retries"),
                    text("health_check.notifier.type", ""),
                    text("health_check.notifier.webhook_url", ""),
                    flag("auto_recovery.enabled", true).feeds(CORE, "auto.recovery.enabled"),
                    number("auto_recovery.max_restarts", 5, 0, MANY)
                            .feeds(CORE, "auto.recovery.max.restarts"),
                    duration("auto_recovery.restart_delay", "5s", "0")
                            .feeds(CORE, "auto.recovery.restart.delay.ms"),
                    decimal("auto_recovery.backoff_factor", 2.0, 1)
                            .feeds(CORE, "auto.recovery.backoff.factor"),
                    duration("auto_recovery.max_backoff", "60s", "0")
                            .feeds(CORE, "auto.recovery.max.backoff.ms"),
                    path("logging.directory", "var/log").atStart().feeds(CORE, "log.directory"),
                    size("logging.max_size", "100MB", "64KB")
                            .feeds(CORE, "logging.max.size.bytes")
                            .feeds(LOGGING, "max.size.bytes"),
                    number("logging.max_files", 10, 1, 1000)
                            .feeds(CORE, "logging.max.files")
                            .feeds(LOGGING, "max.files"),
                    word("logging.level", LEVELS).feeds(LOGGING, "level"),
                    duration("configs.soak", "10s", "1s").feeds(CONFIGS, "soak.ms"),
                    size("configs.max_file_size", "16MB", "1KB")
                            .feeds(CONFIGS, "max.file.size.bytes"),
                    number("configs.history_versions", 20, 2, 1000)
                            .feeds(CONFIGS, "history.versions"),
                    size("configs.history_size", "64MB", "1MB")
                            .feeds(CONFIGS, "history.size.bytes"),
                    flag("registry.enabled", true).feeds(ETCD, "enabled"),
                    flag("registry.required", false).feeds(HTTP, "registration.required"),
                    texts("registry.etcd_endpoints", "127.0.0.1:2379")
                            .feeds(ETCD, "etcd.endpoints"),
                    text("registry.etcd_username", "").feeds(ETCD, "etcd.username"),
                    // The dot: properties of this form are never published with the service.
                    text("registry.etcd_password", "").feeds(ETCD, ".etcd.password"),
                    text("registry.etcd_ca", "").feeds(ETCD, "etcd.ca"),
                    text("registry.etcd_certificate", "").feeds(ETCD, "etcd.certificate"),
                    text("registry.etcd_key", "").feeds(ETCD, "etcd.key"),
                    text("registry.etcd_prefix", "/agents").feeds(ETCD, "etcd.prefix"),
                    duration("registry.register_interval", "30s", "1s")
                            .feeds(ETCD, "register.interval.ms"),
                    duration("registry.ttl", "60s", "1s").feeds(ETCD, "ttl.ms"),
                    flag("metrics.enabled", true).feeds(METRICS, "enabled"),
                    duration("metrics.interval", "10s", "1s").feeds(METRICS, "interval.ms"),
                    flag("metrics.collect_system", true).feeds(METRICS, "collect.system"),
                    flag("metrics.collect_service", true).feeds(METRICS, "collect.service"),
                    flag("metrics.history_enabled", true),
                    number("metrics.history_max_points", 360, 1, MANY),
                    flag("metrics.report_enabled", false),
                    text("metrics.controller_url", "http://localhost:8080"),
                    duration("metrics.report_interval", "30s", "1s"),
                    number("metrics.retry_count", 3, 0, 1000),
                    duration("metrics.retry_delay", "5s", "0"),
                    flag("metrics.enhanced_enabled", true),
                    texts("metrics.enhanced_collectors"),
                    texts("metrics.enhanced_exclude"),
                    flag("metrics.enhanced_only_core", false),
                    flag("metrics.application_enabled", true),
                    text("metrics.application_endpoint", ":9091"),
                    flag("metrics.application_pull_enabled", false),
                    duration("metrics.application_pull_interval", "30s", "1s"),
                    texts("metrics.application_targets"),
                    flag("metrics.strategy_enabled", false),
                    text("metrics.strategy_source", "config"),
                    number("metrics.strategy_version", 0, 0, Integer.MAX_VALUE),
                    text("metrics.strategy_api_url", ""),
                    duration("metrics.strategy_sync_interval", "5m", "1s"),
                    texts("metrics.telegraf_inputs.enabled"),
                    table("metrics.telegraf_inputs.configs"),
                    duration("metrics.telegraf_inputs.interval", "10s", "1s"),
                    word("systemd.user_unit", "auto", "true", "false")
                            .feeds(SYSTEMD, "user.unit")
                            .feeds(JOURNALD, "user.unit"),
                    word("systemd.create", "never", "transient", "file")
                            .feeds(SYSTEMD, "create")
                            .feeds(JOURNALD, "create"),
                    number("systemd.journal_readers", 64, 1, 10_000).feeds(JOURNALD, "max.readers"),
                    duration("systemd.journal_query_timeout", "60s", "1s")
                            .feeds(JOURNALD, "query.timeout.ms"),
                    flag("command.enabled", false).feeds(COMMANDS, "enabled"),
                    text("command.user", "").feeds(COMMANDS, "user"),
                    number("command.max_concurrent", 16, 1, 1000).feeds(COMMANDS, "max.concurrent"),
                    duration("command.timeout", "24h", "1s").feeds(COMMANDS, "timeout.ms"),
                    size("command.max_output", "1GB", "64KB").feeds(COMMANDS, "max.output.bytes"));

    private static final Map<String, Setting> BY_KEY =
            SETTINGS.stream().collect(Collectors.toMap(Setting::key, Function.identity()));

    private Schema() {}

    static Optional<Setting> find(String key) {
        return Optional.ofNullable(BY_KEY.get(key));
    }

    /** The PIDs that agent.yaml feeds; nothing else may feed them. */
    static Set<String> pids() {
        return SETTINGS.stream()
                .flatMap(setting -> setting.targets().stream())
                .map(Setting.Target::pid)
                .collect(Collectors.toUnmodifiableSet());
    }
}
