package hostler.itest;

import static org.assertj.core.api.Assertions.assertThat;

import hostler.proto.v1.PluginState;
import hostler.proto.v1.Service;
import hostler.proto.v1.State;
import hostler.proto.v1.Verdict;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The life of the sample checker of runtime/samples in a running agent. */
class PluginTest {
    private static final String NAME = "sample.health.freshness";

    @TempDir Path directory;
    private LiveAgent agent;

    @BeforeEach
    void aServiceWaitsForItsChecker() throws Exception {
        agent = new LiveAgent(directory);
        agent.workspace()
                .sleeper(
                        "fresh",
                        "\"healthcheck\": {\"type\": \"freshness\", \"file\": \"run\", \"interval\": \"1s\","
                                + " \"timeout\": \"1s\", \"retries\": 1}");
        agent.start();
        agent.awaitService("fresh", service -> service.getHealthMessage().contains("'freshness'"));
    }

    @AfterEach
    void end() throws Exception {
        agent.close();
    }

    @Test
    void aTypeIsUsableAsSoonAsItsJarIsThereAndGoesWithIt() throws Exception {
        Path jar = Jars.drop(Project.SAMPLE_CHECKER, agent.deploy(), "freshness.jar");
        Service ready = agent.awaitState("fresh", State.STATE_RUNNING);
        assertThat(ready.getHealth()).isEqualTo(Verdict.VERDICT_HEALTHY);
        assertThat(agent.plugin(NAME).getProvidesList()).containsExactly("health:freshness");

        Files.delete(jar);

        Service without =
                agent.awaitService(
                        "fresh", s -> s.getHealthMessage().contains("no health checker"));
        assertThat(without.getPid()).isEqualTo(ready.getPid());
        assertThat(without.getState()).isEqualTo(State.STATE_RUNNING);
    }

    @Test
    void aNewerVersionReplacesTheRunningOneAndNothingRestarts() throws Exception {
        Jars.drop(Project.SAMPLE_CHECKER, agent.deploy(), "freshness.jar");
        agent.awaitState("fresh", State.STATE_RUNNING);
        Identity before = agent.identities().get("fresh");

        Path newer =
                Jars.withVersion(Project.SAMPLE_CHECKER, "1.1.0", directory.resolve("newer.jar"));
        Jars.drop(newer, agent.deploy(), "freshness.jar");

        agent.await("version 1.1.0 runs", () -> agent.plugin(NAME).getVersion().equals("1.1.0"));
        Service after = agent.service("fresh").orElseThrow();
        assertThat(after.getHealth()).isEqualTo(Verdict.VERDICT_HEALTHY);
        assertThat(agent.identities()).containsEntry("fresh", before);
    }

    @Test
    void editingItsFileReconfiguresItWhileTheServiceRunsOn() throws Exception {
        Jars.drop(Project.SAMPLE_CHECKER, agent.deploy(), "freshness.jar");
        agent.awaitState("fresh", State.STATE_RUNNING);
        Identity before = agent.identities().get("fresh");

        Path cfg = Files.writeString(directory.resolve("new.cfg"), "max.age.seconds = 100000\n");
        Files.move(cfg, directory.resolve("conf").resolve(NAME + ".cfg"));

        agent.awaitService(
                "fresh", service -> service.getHealthMessage().contains("at most 100000"));
        assertThat(agent.identities()).containsEntry("fresh", before);
    }

    @Test
    void aTruncatedJarOverARunningPluginLeavesItRunning() throws Exception {
        Jars.drop(Project.SAMPLE_CHECKER, agent.deploy(), "freshness.jar");
        agent.awaitState("fresh", State.STATE_RUNNING);

        byte[] whole = Files.readAllBytes(Project.SAMPLE_CHECKER);
        Path half =
                Files.write(directory.resolve("half.jar"), Arrays.copyOf(whole, whole.length / 2));
        Jars.drop(half, agent.deploy(), "freshness.jar");

        agent.await("the refusal is shown", () -> !agent.plugin(NAME).getReason().isEmpty());
        assertThat(agent.plugin(NAME).getVersion()).isEqualTo("1.0.0");
        assertThat(agent.service("fresh").orElseThrow().getHealth())
                .isEqualTo(Verdict.VERDICT_HEALTHY);
        assertThat(agent.plugin(NAME).getState()).isNotEqualTo(PluginState.PLUGIN_STATE_INACTIVE);
    }

    @Test
    void theDeployDirectoryWinsAgainAfterARestartOfTheAgent() throws Exception {
        Jars.drop(Project.SAMPLE_CHECKER, agent.deploy(), "freshness.jar");
        agent.awaitState("fresh", State.STATE_RUNNING);
        Identity before = agent.identities().get("fresh");

        agent.kill().start();

        agent.awaitService("fresh", service -> service.getHealth() == Verdict.VERDICT_HEALTHY);
        assertThat(agent.identities()).containsEntry("fresh", before);
    }
}
