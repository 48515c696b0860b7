package hostler.itest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import hostler.proto.v1.GetAgentRequest;
import hostler.proto.v1.PluginState;
import hostler.proto.v1.Service;
import hostler.proto.v1.State;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the agent remembers under attack, and what it does at its own end. */
class DurableStateTest {
    @TempDir Path directory;
    private LiveAgent agent;

    @BeforeEach
    void prepare() throws Exception {
        agent = new LiveAgent(directory);
    }

    @AfterEach
    void end() throws Exception {
        agent.close();
    }

    private List<String> troubles() {
        return agent.agent().getAgent(GetAgentRequest.getDefaultInstance()).getTroublesList();
    }

    private List<String> names() {
        return agent.services().stream().map(Service::getName).sorted().toList();
    }

    @Test
    void aStopThatTheKilledAgentHadBegunIsFinishedByTheNext() throws Exception {
        agent.workspace().shell("stubborn", "trap '' TERM; while :; do sleep 1; done", "");
        agent.start().awaitRunning(1);
        Identity stubborn = agent.identities().get("stubborn");

        CompletableFuture<Outcome> stop = CompletableFuture.supplyAsync(this::stopStubborn);
        agent.awaitState("stubborn", State.STATE_STOPPING);
        agent.kill();
        assertThat(stubborn.alive()).as("it died within its grace").isTrue();
        stop.join();
        agent.start();

        assertThat(agent.awaitState("stubborn", State.STATE_STOPPED).getWanted()).isFalse();
        assertThat(stubborn.alive()).isFalse();
    }

    private Outcome stopStubborn() {
        try {
            return agent.hostler("stop", "stubborn");
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void whereTheConfigurationSaysSoTheAgentTakesItsServicesAlong() throws Exception {
        agent.configure("agent:\n  stop_services_on_exit: true\n");
        agent.workspace()
                .sleeper("database", "")
                .sleeper("web", "\"dependencies\": [{\"package\": \"database\"}]");
        agent.start().awaitRunning(2);
        Map<String, Identity> before = agent.identities();

        agent.terminate();

        assertThat(before.values()).noneMatch(Identity::alive);
        agent.start().awaitRunning(2);
        assertThat(agent.service("web").orElseThrow().getTotalRestarts()).isZero();
    }

    @Test
    void aDamagedNewestGenerationCostsNoServiceAndNoProcess() throws Exception {
        agent.workspace().sleeper("one", "").sleeper("two", "").sleeper("three", "");
        agent.start().awaitRunning(3);
        Map<String, Identity> before = new TreeMap<>(agent.identities());
        before.remove("three");
        writeTwoGenerations();

        for (byte[] damage : damages(Files.readAllBytes(newestGeneration()))) {
            agent.kill();
            Files.write(newestGeneration(), damage);
            agent.start();
            agent.awaitState("one", State.STATE_RUNNING);
            agent.awaitState("two", State.STATE_RUNNING);
            assertThat(names()).containsExactly("one", "three", "two");
            assertThat(agent.identities()).containsAllEntriesOf(before);
            writeTwoGenerations();
        }
    }

    /** Every run that changes something writes one. */
    private void writeTwoGenerations() throws Exception {
        agent.hostler("restart", "three");
        agent.kill().start();
        agent.hostler("restart", "three");
    }

    private static List<byte[]> damages(byte[] whole) {
        return List.of(
                new byte[0],
                "garbage\n\0\n".getBytes(StandardCharsets.US_ASCII),
                Arrays.copyOf(whole, whole.length / 2));
    }

    @Test
    void withNothingReadableLeftTheServicesAreStillThereAndNothingNeedsDeletion() throws Exception {
        agent.workspace().sleeper("one", "").sleeper("two", "");
        agent.start().awaitRunning(2);
        agent.hostler("stop", "one", "two");
        agent.kill();
        for (Path generation : generations()) {
            Files.writeString(generation, "garbage");
        }

        agent.start().awaitRunning(2);

        agent.kill().start().awaitRunning(2);
        assertThat(names()).containsExactly("one", "two");
    }

    private List<Path> generations() throws IOException {
        try (Stream<Path> files = Files.list(directory.resolve("var/state"))) {
            return files.filter(file -> file.getFileName().toString().matches("state\\.\\d+"))
                    .sorted(Comparator.comparingLong(DurableStateTest::number))
                    .toList();
        }
    }

    private Path newestGeneration() throws IOException {
        return generations().getLast();
    }

    private static long number(Path generation) {
        return Long.parseLong(generation.getFileName().toString().substring("state.".length()));
    }

    @Test
    void afterThreeFailedStartsTheAgentSupervisesInSafeModeAndSaysSo() throws Exception {
        agent.workspace().sleeper("one", "");
        agent.start().awaitRunning(1);
        Map<String, Identity> before = agent.identities();
        agent.kill().start().kill().start().kill();
        Jars.drop(Project.SAMPLE_CHECKER, agent.deploy(), "freshness.jar");

        agent.start().awaitRunning(1);

        assertThat(troubles())
                .singleElement()
                .asString()
                .startsWith("safe mode: the last 3 starts did not live for 60 s");
        assertThat(agent.hostler("status").out()).contains("safe mode");
        assertThat(agent.identities()).isEqualTo(before);
        assertThat(agent.plugin("sample.health.freshness").getState())
                .isNotEqualTo(PluginState.PLUGIN_STATE_ACTIVE);

        agent.terminate();
        agent.start().awaitRunning(1);
        assertThat(troubles()).isEmpty();
    }

    @Test
    void onAFullDiskTheAgentSaysSoGoesOnAndHealsByItself() throws Exception {
        Path state = Files.createDirectories(directory.resolve("var/state"));
        boolean mounted = run("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", state.toString());
        if (System.getenv("CI") != null) {
            assertThat(mounted).as("a tmpfs can be mounted").isTrue();
        }
        assumeTrue(mounted, "a tmpfs cannot be mounted here; it takes root");
        try {
            agent.workspace().sleeper("one", "").sleeper("two", "");
            agent.start().awaitRunning(2);
            fill(state.resolve("ballast"));

            for (int i = 0; i < 30 && troubles().isEmpty(); i++) {
                agent.hostler("restart", "one", "--timeout", "2s");
            }
            agent.hostler("stop", "two");

            assertThat(troubles())
                    .singleElement()
                    .asString()
                    .startsWith("state cannot be written: ")
                    .contains("No space left");
            assertThat(agent.hostler("status").out()).contains("state cannot be written");
            agent.awaitState("two", State.STATE_STOPPED);

            Files.delete(state.resolve("ballast"));

            agent.await("it is durable again", () -> troubles().isEmpty());
            agent.kill().start();
            assertThat(agent.awaitState("two", State.STATE_STOPPED).getWanted()).isFalse();
            agent.awaitState("one", State.STATE_RUNNING);
        } finally {
            agent.close();
            assertThat(run("umount", state.toString())).isTrue();
        }
    }

    private static void fill(Path ballast) throws IOException {
        try (OutputStream out = Files.newOutputStream(ballast)) {
            byte[] page = new byte[4096];
            for (int pages = 0; pages < 1_000; pages++) {
                out.write(page);
            }
        } catch (IOException full) {
            assertThat(full).hasMessageContaining("No space left");
        }
    }

    private static boolean run(String... command) throws IOException, InterruptedException {
        return new ProcessBuilder(command).inheritIO().start().waitFor() == 0;
    }
}
