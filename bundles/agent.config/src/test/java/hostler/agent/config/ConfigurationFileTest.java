package hostler.agent.config;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import hostler.core.api.AgentConfiguration.Reload;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Dictionary;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.felix.cm.impl.ConfigurationManager;
import org.apache.felix.fileinstall.ArtifactInstaller;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.BundleException;
import org.osgi.framework.FrameworkUtil;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.cm.ConfigurationEvent;
import org.osgi.service.cm.ConfigurationListener;

/** On a real framework with the real ConfigAdmin, FileInstall and files. */
class ConfigurationFileTest {
    private static final long LIMIT_S = 10;

    @TempDir Path home;

    private final PidGuard guard = new PidGuard();
    private final BlockingQueue<String> updated = new LinkedBlockingQueue<>();
    private FelixRun felix;
    private ConfigurationFile configuration;

    @BeforeEach
    void startFramework() throws BundleException {
        felix =
                new FelixRun(
                        home.resolve("cache"),
                        Map.of(
                                ConfigurationFile.HOME,
                                home.toString(),
                                "felix.fileinstall.dir",
                                home.resolve("conf").toString(),
                                "felix.fileinstall.poll",
                                "50",
                                "felix.fileinstall.noInitialDelay",
                                "true",
                                "felix.fileinstall.enableConfigSave",
                                "false"));
        felix.start(ConfigurationManager.class);
        felix.context().registerService(ConfigurationListener.class, this::record, null);
    }

    private void record(ConfigurationEvent event) {
        if (event.getType() == ConfigurationEvent.CM_UPDATED) {
            updated.add(event.getPid());
        }
    }

    @AfterEach
    void stopFramework() throws BundleException, InterruptedException {
        if (configuration != null) {
            configuration.deactivate();
        }
        felix.stop();
    }

    private void startAgent() {
        configuration =
                new ConfigurationFile(
                        felix.context(),
                        felix.service(ConfigurationAdmin.class),
                        new RenamingDoor(),
                        guard);
    }

    private void startAgent(String yaml) throws IOException, InterruptedException {
        write(yaml);
        startAgent();
        awaitUpdates(Schema.pids().size());
    }

    private void restartAgent() {
        configuration.deactivate();
        startAgent();
    }

    private void write(String yaml) throws IOException {
        Files.createDirectories(home.resolve("conf"));
        new RenamingDoor().replace(home.resolve("conf/agent.yaml"), yaml.getBytes(UTF_8));
    }

    private List<String> awaitUpdates(int count) throws InterruptedException {
        List<String> pids = new ArrayList<>();
        while (pids.size() < count) {
            String pid = updated.poll(LIMIT_S, TimeUnit.SECONDS);
            assertThat(pid).as("updates after %s", pids).isNotNull();
            pids.add(pid);
        }
        return pids;
    }

    /** The updates of a reload that has returned; the rollout's own mark left out. */
    private List<String> updatesSoFar() {
        List<String> pids = new ArrayList<>();
        updated.drainTo(pids);
        pids.removeIf(pid -> !Schema.pids().contains(pid));
        return pids;
    }

    private Object property(String pid, String name) throws IOException {
        Dictionary<String, Object> properties =
                felix.service(ConfigurationAdmin.class).getConfiguration(pid, "?").getProperties();
        return properties.get(name);
    }

    @Test
    void anAbsentFileMeansTheDefaultsAndIsWrittenWithAllOfThemCommentedOut() throws Exception {
        startAgent();

        assertThat(configuration.last().applied()).isTrue();
        assertThat(home.resolve("conf/agent.yaml")).content().isEqualTo(AgentFile.template());
        assertThat(property("hostler.core", "agent.code")).isEqualTo("agent-001");
        assertThat(property("hostler.http", "port")).isEqualTo(8080);
        assertThat(configuration.reload().changed()).isEmpty();
    }

    @Test
    void defect14WhatTheFileSaysHasAnEffect() throws Exception {
        startAgent("auto_recovery: {max_restarts: 2}\nserver: {grpc_port: 21380}\n");

        assertThat(property("hostler.core", "auto.recovery.max.restarts")).isEqualTo(2);
        assertThat(property("hostler.controller.grpc", "port")).isEqualTo(21380);
    }

    @Test
    void defect11AReloadReachesTheComponentsItConcernsAndNoOther() throws Exception {
        startAgent("discovery: {interval: 10s}\n");
        updatesSoFar();
        write("discovery: {interval: 20s}\n");

        Reload reload = configuration.reload();

        assertThat(reload.applied()).isTrue();
        assertThat(reload.changed()).containsExactly("discovery.interval");
        assertThat(updatesSoFar()).containsExactly("hostler.core");
        assertThat(property("hostler.core", "discovery.interval.ms")).isEqualTo(20_000L);
    }

    @Test
    void aReloadOfTheSameUpdatesNothing() throws Exception {
        startAgent("discovery: {interval: 10s}\n");
        updatesSoFar();

        assertThat(configuration.reload().changed()).isEmpty();
        assertThat(updatesSoFar()).isEmpty();
    }

    @Test
    void anInvalidFileChangesNothingAndTellsWhy() throws Exception {
        startAgent("discovery: {interval: 10s}\n");
        updatesSoFar();
        write("discovery: {interval: 20s}\nserver: {grpc_prot: 1}\n");

        Reload reload = configuration.reload();

        assertThat(reload.applied()).isFalse();
        assertThat(reload.problems())
                .containsExactly(
                        "conf/agent.yaml:2:10: server.grpc_prot: unknown key; did you mean"
                                + " 'grpc_port'?");
        assertThat(updatesSoFar()).isEmpty();
        assertThat(property("hostler.core", "discovery.interval.ms")).isEqualTo(10_000L);
        assertThat(configuration.last()).isEqualTo(reload);
    }

    @Test
    void anEmptyADeletedAndAnUnreadableFileChangeNothing() throws Exception {
        startAgent("discovery: {interval: 10s}\n");
        Path file = home.resolve("conf/agent.yaml");

        write("");
        assertThat(configuration.reload().problems())
                .containsExactly(
                        "conf/agent.yaml: empty; a file of comments alone means the defaults");
        Files.delete(file);
        assertThat(configuration.reload().problems())
                .containsExactly("conf/agent.yaml: the file is gone");
        Files.createDirectory(file);
        assertThat(configuration.reload().problems())
                .containsExactly("conf/agent.yaml: not a regular file");
        assertThat(property("hostler.core", "discovery.interval.ms")).isEqualTo(10_000L);
    }

    @Test
    void aHugeFileIsRefused() throws Exception {
        startAgent("discovery: {interval: 10s}\n");
        write("#".repeat(3 << 20));

        assertThat(configuration.reload().problems())
                .singleElement()
                .asString()
                .contains("at most 1048576 are accepted");
    }

    @Test
    void aChangeThatNeedsARestartWaitsForIt() throws Exception {
        startAgent("server: {grpc_port: 21381}\n");
        updatesSoFar();
        write("server: {grpc_port: 21382}\ndiscovery: {autostart: true}\n");

        Reload reload = configuration.reload();

        assertThat(reload.changed()).containsExactly("discovery.autostart");
        assertThat(reload.needRestart()).containsExactly("server.grpc_port");
        assertThat(updatesSoFar()).containsExactly("hostler.core");
        assertThat(property("hostler.controller.grpc", "port")).isEqualTo(21381);

        restartAgent();
        assertThat(configuration.last().needRestart()).isEmpty();
        assertThat(property("hostler.controller.grpc", "port")).isEqualTo(21382);
    }

    @Test
    void aStartWithAnInvalidFileTakesTheLastGoodOne() throws Exception {
        startAgent("agent: {code: host-7}\n");
        write("agent: {code: [}\n");

        restartAgent();

        assertThat(configuration.last().applied()).isFalse();
        assertThat(configuration.last().problems())
                .singleElement()
                .asString()
                .contains("agent.yaml:1");
        assertThat(property("hostler.core", "agent.code")).isEqualTo("host-7");
    }

    @Test
    void aFirstStartWithAnInvalidFileTakesTheDefaults() throws Exception {
        startAgent("agent: {code: [}\n");

        assertThat(configuration.last().applied()).isFalse();
        assertThat(property("hostler.core", "agent.code")).isEqualTo("agent-001");
    }

    @Test
    void aFileReplacedByRenameIsNoticed() throws Exception {
        startAgent("discovery: {interval: 10s}\n");
        updatesSoFar();

        write("discovery: {interval: 25s}\n");

        assertThat(awaitUpdates(1)).containsExactly("hostler.core");
        assertThat(property("hostler.core", "discovery.interval.ms")).isEqualTo(25_000L);
    }

    @Test
    void aFileThatIsFedFromTwoPlacesIsRefusedAndTheOthersAreLeftToFileInstall() throws Exception {
        startAgent("agent: {code: host-7}\n");
        Files.writeString(home.resolve("conf/hostler.core.cfg"), "agent_code=other\n");
        Files.writeString(home.resolve("conf/hostler.health.http.cfg"), "user_agent=x\n");
        felix.context().registerService(ArtifactInstaller.class, guard, null);

        felix.start(ArtifactInstaller.class);

        assertThat(awaitUpdates(1)).containsExactly("hostler.health.http");
        assertThat(property("hostler.core", "agent.code")).isEqualTo("host-7");
        assertThat(configuration.last().problems())
                .containsExactly(
                        "conf/hostler.core.cfg: PID hostler.core is fed from conf/agent.yaml;"
                                + " remove one of them");
    }

    @Test
    void aConflictIsOverWhenItsFileIsGone() {
        Path file = home.resolve("conf/hostler.http.config");
        guard.install(file.toFile());
        assertThat(guard.conflicts()).hasSize(1);

        guard.uninstall(file.toFile());

        assertThat(guard.conflicts()).isEmpty();
        assertThat(guard.canHandle(home.resolve("conf/hostler.httpd.cfg").toFile())).isFalse();
        assertThat(guard.canHandle(home.resolve("conf/hostler.http-two.cfg").toFile())).isTrue();
    }

    @Test
    void aHandWrittenPropertyOfOurPidIsOverwrittenAtTheStart() throws Exception {
        felix.service(ConfigurationAdmin.class)
                .getConfiguration("hostler.core", "?")
                .update(FrameworkUtil.asDictionary(Map.of("agent.code", "old", "stray", 1)));

        startAgent();

        assertThat(property("hostler.core", "agent.code")).isEqualTo("agent-001");
        assertThat(property("hostler.core", "stray")).isNull();
    }
}
