package hostler.itest;

import static org.assertj.core.api.Assertions.assertThat;

import hostler.proto.v1.GetAgentRequest;
import hostler.proto.v1.Problem;
import hostler.proto.v1.Service;
import hostler.proto.v1.State;
import hostler.proto.v1.Verdict;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MalformedInputTest {
    @TempDir Path directory;
    private LiveAgent agent;
    private Identity bystander;

    @BeforeEach
    void aGoodServiceRuns() throws Exception {
        agent = new LiveAgent(directory);
        agent.workspace().sleeper("bystander", "");
        agent.start().awaitRunning(1);
        bystander = agent.identities().get("bystander");
    }

    @AfterEach
    void theGoodServiceWasNotTouched() throws Exception {
        try {
            assertThat(agent.identities()).containsEntry("bystander", bystander);
        } finally {
            agent.close();
        }
    }

    private List<String> problems() {
        return agent
                .agent()
                .getAgent(GetAgentRequest.getDefaultInstance())
                .getProblemsList()
                .stream()
                .map(Problem::getText)
                .toList();
    }

    private void awaitProblem(String... parts) {
        agent.await(
                "a problem with " + String.join(", ", parts),
                () ->
                        problems().stream()
                                .anyMatch(
                                        text -> List.of(parts).stream().allMatch(text::contains)));
    }

    @Test
    void invalidJsonIsNamedWithItsLine() {
        agent.workspace().write("bad", "{\n  \"package\": \"bad\",\n  \"version\" 1\n}");
        awaitProblem("bad/package.json:3:", "not valid JSON");
        assertThat(agent.service("bad")).isEmpty();
    }

    @Test
    void everyWrongTypeOfAFileIsNamedAtOnce() {
        agent.workspace()
                .write(
                        "bad",
                        """
                        {
                        "package": "bad",
                        "binary": {"path": "/bin/true"},
                        "healthcheck": {"type": "tcp", "interval": -1,
                        "tcp_port": "abc"},
                        "dependencies": 3
                        }
                        """);
        awaitProblem("healthcheck.interval");
        awaitProblem("bad/package.json:6:", "dependencies");
    }

    @Test
    void aCycleIsNamedWholeAndBlocksOnlyItsMembers() {
        agent.workspace()
                .sleeper("chicken", "\"dependencies\": [{\"package\": \"egg\"}]")
                .sleeper("egg", "\"dependencies\": [{\"package\": \"chicken\"}]");
        Service chicken = agent.awaitService("chicken", s -> s.getReason().contains("egg"));
        assertThat(chicken.getReason()).contains("chicken -> egg -> chicken");
        assertThat(chicken.getPid()).isZero();
    }

    @Test
    void aMissingBinaryAnUnknownUserAndAnUnknownCheckerAreToldAtTheService() {
        agent.workspace()
                .write("no-binary", direct("no-binary", "\"path\": \"/nowhere/program\"", "", ""))
                .write(
                        "no-user",
                        direct(
                                "no-user",
                                "\"path\": \"/bin/true\"",
                                ", \"user\": \"nobody-here\"",
                                ""))
                .sleeper(
                        "no-checker",
                        "\"healthcheck\": {\"type\": \"oracle\", \"interval\": \"1s\"}");

        assertThat(agent.awaitState("no-binary", State.STATE_FAILED).getReason())
                .contains("/nowhere/program");
        assertThat(agent.awaitState("no-user", State.STATE_FAILED).getReason())
                .contains("nobody-here");
        Service unchecked =
                agent.awaitService("no-checker", s -> s.getHealthMessage().contains("'oracle'"));
        assertThat(unchecked.getPid()).isPositive();
        assertThat(unchecked.getHealth()).isEqualTo(Verdict.VERDICT_UNKNOWN);
    }

    private static String direct(String name, String binary, String startup, String rest) {
        return "{\"package\": \"%s\", \"binary\": {%s}, \"startup\": {\"method\": \"direct\", \"autostart\": true%s}%s}"
                .formatted(name, binary, startup, rest);
    }

    @Test
    void anInvalidAgentYamlChangesNothingAndIsReported() throws Exception {
        agent.configure("discovery:\n  intervall: 3s\n  enabled: perhaps\n");

        agent.await("the reload is reported", () -> !lastReloadProblems().isEmpty());

        assertThat(lastReloadProblems())
                .anySatisfy(
                        text ->
                                assertThat(text)
                                        .contains(
                                                "agent.yaml:5:",
                                                "discovery.intervall",
                                                "'interval'"))
                .anySatisfy(
                        text -> assertThat(text).contains("agent.yaml:6:", "discovery.enabled"));
        assertThat(agent.hostler("status").out()).contains("discovery.intervall");
        agent.configure("discovery:\n  interval: 3s\n");
        agent.await("a good file is taken again", () -> lastReloadProblems().isEmpty());
    }

    private List<String> lastReloadProblems() {
        return agent.agent()
                .getAgent(GetAgentRequest.getDefaultInstance())
                .getLastReload()
                .getProblemsList();
    }

    @Test
    void aPackageThatGoesBadKeepsItsOldDescriptionInForce() {
        agent.workspace().write("bystander", "{ not json");
        Service kept = agent.awaitService("bystander", service -> !service.getProblem().isEmpty());
        assertThat(kept.getState()).isEqualTo(State.STATE_RUNNING);
    }

    @Test
    void aTruncatedJarIsRefusedWithItsReason() throws Exception {
        byte[] whole = Files.readAllBytes(Project.SAMPLE_CHECKER);
        Files.write(
                agent.deploy().resolve("broken.jar"),
                java.util.Arrays.copyOf(whole, whole.length / 2));
        agent.await(
                "the refusal is shown",
                () -> agent.hostler("plugins").out().contains("broken.jar"));
    }
}
