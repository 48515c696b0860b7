package hostler.agent.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hostler.settings.Problem;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AgentFileTest {
    private static final Path HOME = Path.of("/srv/agent");

    private static AgentFile.Parsed parse(String yaml) {
        return AgentFile.parse("agent.yaml", yaml.getBytes(StandardCharsets.UTF_8), HOME);
    }

    private static Settings settings(String yaml) {
        AgentFile.Parsed parsed = parse(yaml);
        assertThat(parsed.settings()).as("%s", parsed.problems()).isPresent();
        return parsed.settings().orElseThrow();
    }

    private static List<String> problems(String yaml) {
        return parse(yaml).problems().stream().map(Problem::toString).toList();
    }

    @Test
    void anEmptyFileMeansTheDefaults() {
        assertThat(settings("")).isEqualTo(Settings.defaults(HOME));
        assertThat(settings("agent:\nserver: {}\n")).isEqualTo(Settings.defaults(HOME));
    }

    @Test
    void unsetPathsLieBelowTheAgentsDirectory() {
        Settings defaults = Settings.defaults(HOME);

        assertThat(defaults.value("agent.workspace")).isEqualTo("/srv/agent/workspace");
        assertThat(defaults.value("logging.directory")).isEqualTo("/srv/agent/var/log");
        assertThat(settings("agent: {workspace: ../w}").value("agent.workspace"))
                .isEqualTo("/srv/w");
        assertThat(settings("agent: {workspace: /opt/w}").value("agent.workspace"))
                .isEqualTo("/opt/w");
    }

    @Test
    void theTemplateMeansTheDefaults() {
        AgentFile.Parsed parsed = parse(AgentFile.template());

        assertThat(parsed.problems()).isEmpty();
        assertThat(parsed.settings()).contains(Settings.defaults(HOME));
    }

    @Test
    void theTemplateDocumentsEveryKeyThatHasAnEffectWithItsDefault() {
        // "# Text" explains, everything else behind a "#" is the file that is commented out.
        String uncommented = AgentFile.template().replaceAll("(?m)^#(?! \\S)", "");
        AgentFile.Parsed parsed = parse(uncommented);

        assertThat(parsed.problems()).isEmpty();
        assertThat(parsed.settings()).contains(Settings.defaults(HOME));
        assertThat(Schema.SETTINGS)
                .filteredOn(setting -> !setting.targets().isEmpty())
                .extracting(setting -> setting.key().replaceFirst(".*\\.", ""))
                .allSatisfy(name -> assertThat(uncommented).contains("\n  " + name + ": "));
    }

    @Test
    void defect1EveryKeyWithAnUnderscoreIsRead() {
        Map<String, Object> core =
                settings(
                                """
                                discovery: {on_removed: stop, autostart: true, interval: 5s}
                                health_check:
                                  default_interval: 1m30s
                                  default_timeout: 1.5s
                                  default_retries: 7
                                auto_recovery:
                                  enabled: false
                                  max_restarts: 9
                                  restart_delay: 250ms
                                  backoff_factor: 1.5
                                  max_backoff: 2m
                                logging: {max_size: 2GB, max_files: 3}
                                """)
                        .byPid()
                        .get(Schema.CORE);

        assertThat(core)
                .containsEntry("discovery.on.removed", "stop")
                .containsEntry("discovery.autostart", true)
                .containsEntry("discovery.interval.ms", 5_000L)
                .containsEntry("health.check.default.interval.ms", 90_000L)
                .containsEntry("health.check.default.timeout.ms", 1_500L)
                .containsEntry("health.check.default.retries", 7)
                .containsEntry("auto.recovery.enabled", false)
                .containsEntry("auto.recovery.max.restarts", 9)
                .containsEntry("auto.recovery.restart.delay.ms", 250L)
                .containsEntry("auto.recovery.backoff.factor", 1.5)
                .containsEntry("auto.recovery.max.backoff.ms", 120_000L)
                .containsEntry("logging.max.size.bytes", 2L << 30)
                .containsEntry("logging.max.files", 3);
    }

    @Test
    void theFourComponentsGetTheirProperties() {
        Map<String, Map<String, Object>> byPid = Settings.defaults(HOME).byPid();

        assertThat(byPid.keySet())
                .containsExactlyInAnyOrderElementsOf(Schema.pids())
                .contains(Schema.CORE, Schema.GRPC, Schema.HTTP, Schema.LOGGING);
        assertThat(byPid.get(Schema.GRPC))
                .isEqualTo(
                        Map.of(
                                "address",
                                "127.0.0.1",
                                "port",
                                10380,
                                "insecure",
                                false,
                                "reflection",
                                "local"));
        assertThat(byPid.get(Schema.HTTP))
                .isEqualTo(
                        Map.of(
                                "address",
                                "127.0.0.1",
                                "port",
                                8080,
                                "registration.required",
                                false));
        assertThat(byPid.get(Schema.LOGGING))
                .isEqualTo(Map.of("level", "info", "max.size.bytes", 100L << 20, "max.files", 10));
        assertThat(byPid.get(Schema.CORE))
                .containsOnlyKeys(
                        "agent.code",
                        "stop.services.on.exit",
                        "workspace",
                        "log.directory",
                        "discovery.enabled",
                        "discovery.interval.ms",
                        "discovery.autostart",
                        "discovery.on.removed",
                        "health.check.default.interval.ms",
                        "health.check.default.timeout.ms",
                        "health.check.default.retries",
                        "auto.recovery.enabled",
                        "auto.recovery.max.restarts",
                        "auto.recovery.restart.delay.ms",
                        "auto.recovery.backoff.factor",
                        "auto.recovery.max.backoff.ms",
                        "logging.max.size.bytes",
                        "logging.max.files");
    }

    @Test
    void theLogLevelIsTheAgentsOwnAndElseTheOneOfLogging() {
        assertThat(level("logging: {level: debug}")).isEqualTo("debug");
        assertThat(level("agent: {log_level: warn}\nlogging: {level: debug}")).isEqualTo("warn");
        assertThat(level("agent: {log_level: info}\nlogging: {level: debug}")).isEqualTo("info");
    }

    private static Object level(String yaml) {
        return settings(yaml).byPid().get(Schema.LOGGING).get("level");
    }

    @Test
    void everyProblemIsToldAtOnceWithItsPlace() {
        assertThat(
                        problems(
                                """
                                agent:
                                  code: ""
                                  workspce: /x
                                server:
                                  grpc_port: 70000
                                  reflection: maybe
                                discovery:
                                  enabled: "yes"
                                  interval: 30
                                servers: {}
                                """))
                .containsExactly(
                        "agent.yaml:2:9: agent.code: a text without spaces was expected, not ''",
                        "agent.yaml:3:3: agent.workspce: unknown key; did you mean 'workspace'?",
                        "agent.yaml:5:14: server.grpc_port: a whole number from 1 to 65535 was"
                                + " expected, not '70000'",
                        "agent.yaml:6:15: server.reflection: one of local, true, false was"
                                + " expected, not 'maybe'",
                        "agent.yaml:8:12: discovery.enabled: true or false was expected, not 'yes'",
                        "agent.yaml:9:13: discovery.interval: a duration such as 30s, 5m or 1h30m"
                                + " was expected, not '30'",
                        "agent.yaml:10:1: servers: unknown key; did you mean 'server'?");
        assertThat(parse("servers: {}").settings()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    server: {http_port: 0}                     | server.http_port
                    server: {http_port: 80.5}                  | server.http_port
                    server: {address: ''}                      | server.address
                    agent: {log_level: loud}                   | agent.log_level
                    agent: [code]                              | agent
                    auto_recovery: {backoff_factor: 0.5}       | auto_recovery.backoff_factor
                    auto_recovery: {max_restarts: -1}          | auto_recovery.max_restarts
                    health_check: {default_interval: 1ms}      | health_check.default_interval
                    logging: {max_size: 1KB}                   | logging.max_size
                    logging: {max_size: 99999999TB}            | logging.max_size
                    logging: {directory: ' '}                  | logging.directory
                    metrics: {telegraf_inputs: {interval: x}}  | metrics.telegraf_inputs.interval
                    registry: {etcd_endpoints: a}              | registry.etcd_endpoints
                    """)
    void aWrongValueIsRefusedAtItsKey(String yaml, String key) {
        AgentFile.Parsed parsed = parse(yaml);

        assertThat(parsed.settings()).isEmpty();
        assertThat(parsed.problems()).extracting(Problem::key).containsExactly(key);
    }

    @Test
    void aTextThatIsNoYamlIsRefusedAtItsPlace() {
        assertThat(parse("agent: {code: x").settings()).isEmpty();
        assertThat(problems("- a\n"))
                .containsExactly("agent.yaml:1:1: a table was expected, not a list");
        assertThat(problems("agent: &x {}\nserver: *x\n"))
                .singleElement()
                .asString()
                .contains("aliases");
    }

    @Test
    void keysOfExistingFilesAreAcceptedAndNamedOncePerSection() {
        AgentFile.Parsed parsed =
                parse(
                        """
                        metrics:
                          history_enabled: true
                          telegraf_inputs:
                            enabled: [cpu]
                            configs: {cpu: {percpu: true}}
                          application_targets: []
                        server:
                          upload_dir: /tmp/x
                        """);

        assertThat(parsed.settings()).isPresent();
        assertThat(parsed.problems()).noneMatch(Problem::fatal);
        assertThat(parsed.problems())
                .extracting(Problem::toString)
                .containsExactly(
                        "agent.yaml:2:20: metrics: accepted, but without effect so far:"
                                + " metrics.history_enabled, metrics.application_targets, metrics.telegraf_inputs.enabled,"
                                + " metrics.telegraf_inputs.configs",
                        "agent.yaml:8:15: server: accepted, but without effect so far:"
                                + " server.upload_dir");
    }

    @Test
    void secretsAreNotShown() {
        assertThat(settings("registry: {etcd_password: geheim}").toString())
                .contains("registry.etcd_password")
                .doesNotContain("geheim");
    }

    @Test
    void aKeyThatDoesNotExistHasNoValue() {
        assertThatThrownBy(() -> Settings.defaults(HOME).value("agent.nonsense"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("agent.nonsense");
    }

    @Test
    void noKeyStandsTwiceInTheSchema() {
        assertThat(Schema.SETTINGS).extracting(Setting::key).doesNotHaveDuplicates();
    }
}
