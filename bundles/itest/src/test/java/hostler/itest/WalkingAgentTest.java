package hostler.itest;

import static org.assertj.core.api.Assertions.assertThat;

import hostler.proto.v1.Event;
import hostler.proto.v1.Service;
import hostler.proto.v1.State;
import hostler.proto.v1.Verdict;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WalkingAgentTest {
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

    @Test
    void servicesComeUpInDependencyOrderOverAnyDepth() throws Exception {
        agent.workspace()
                .sleeper("database", "")
                .sleeper("cache", "\"dependencies\": [{\"package\": \"database\"}]")
                .sleeper("web", "\"operations\": {\"dependencies\": [\"cache\", \"database\"]}");
        agent.start().awaitRunning(3);

        Map<String, Identity> running = agent.identities();
        assertThat(running.get("database").startTicks())
                .isLessThanOrEqualTo(running.get("cache").startTicks());
        assertThat(running.get("cache").startTicks())
                .isLessThanOrEqualTo(running.get("web").startTicks());
    }

    @Test
    void defect19AServiceThatWasKilledIsBackAndItsStatusSaysWhy() throws Exception {
        agent.workspace().sleeper("victim", "");
        agent.start().awaitRunning(1);
        Identity first = agent.identities().get("victim");

        first.kill();

        Service back =
                agent.awaitService(
                        "victim",
                        service ->
                                service.getState() == State.STATE_RUNNING
                                        && service.getPid() != first.pid()
                                        // How the one before ended is known a moment later.
                                        && !service.getLastExit().isEmpty());
        assertThat(back.getLastExit()).contains("killed by signal 9");
        assertThat(back.getTotalRestarts()).isEqualTo(1);
        assertThat(agent.explained("victim").getEventsList())
                .extracting(Event::getMessage)
                .anySatisfy(message -> assertThat(message).contains("signal 9"));
    }

    @Test
    void everyServiceKeepsItsProcessWhenTheAgentIsKilledAndStartedAgain() throws Exception {
        agent.workspace()
                .sleeper("plain", "")
                .shell("family", "sleep 100001 & sleep 100002 & wait", "")
                .sleeper("dependent", "\"dependencies\": [{\"package\": \"plain\"}]");
        agent.start().awaitRunning(3);
        Map<String, Identity> before = agent.identities();

        agent.kill().start().awaitRunning(3);

        assertThat(agent.identities()).isEqualTo(before);
        assertThat(before.values()).allMatch(Identity::alive);
    }

    @Test
    void theExitThatHappenedWhileTheAgentWasAwayIsKnownAfterwards() throws Exception {
        agent.workspace().shell("leaver", "trap 'exit 42' USR1; while :; do sleep 0.1; done", "");
        agent.start().awaitRunning(1);
        Identity first = agent.identities().get("leaver");

        agent.kill();
        new ProcessBuilder("kill", "-USR1", Integer.toString(first.pid())).start().waitFor();
        agent.await("the service has ended", () -> !first.alive());
        agent.start();

        Service back = agent.awaitState("leaver", State.STATE_RUNNING);
        assertThat(back.getPid()).isNotEqualTo(first.pid());
        assertThat(back.getLastExit()).contains("exited with code 42");
    }

    @Test
    void sigtermEndsTheAgentAndLeavesTheServicesRunning() throws Exception {
        agent.workspace().sleeper("survivor", "");
        agent.start().awaitRunning(1);
        Identity survivor = agent.identities().get("survivor");

        agent.terminate();

        assertThat(survivor.alive()).isTrue();
        agent.start().awaitRunning(1);
        assertThat(agent.identities()).containsEntry("survivor", survivor);
    }

    @Test
    void aStopEndsTheWholeTreeEvenOneThatIgnoresSigtermAndLeavesTheSession() throws Exception {
        agent.workspace()
                .shell(
                        "hostile",
                        "trap '' TERM; setsid sh -c 'trap \"\" TERM; sleep 100003' &\n"
                                + "(sleep 100004 &)\nwhile :; do sleep 1; done",
                        "");
        agent.start().awaitRunning(1);
        agent.await("the tree is there", () -> Leftovers.of(directory).size() >= 4);

        Outcome stop = agent.hostler("stop", "hostile");

        assertThat(stop.exitCode()).as(stop.err()).isZero();
        agent.await(
                "nothing is left", () -> Leftovers.of(directory.resolve("workspace")).isEmpty());
        assertThat(agent.service("hostile").orElseThrow().getState())
                .isEqualTo(State.STATE_STOPPED);
    }

    @Test
    void whatWasCommandedIsRememberedAcrossRestartsOfTheAgent() throws Exception {
        agent.workspace().sleeper("stopped", "").sleeper("running", "");
        agent.start().awaitRunning(2);
        agent.hostler("stop", "stopped");

        agent.kill().start();

        agent.awaitState("running", State.STATE_RUNNING);
        assertThat(agent.awaitState("stopped", State.STATE_STOPPED).getWanted()).isFalse();
    }

    @Test
    void aPauseStopsTheWholeTreeOutlivesTheAgentAndEndsWithAResume() throws Exception {
        Path workspace = directory.resolve("workspace");
        agent.workspace().shell("family", "setsid sleep 100005 &\nexec sleep 100006", "");
        agent.start().awaitRunning(1);
        Identity before = agent.identities().get("family");
        agent.await("the tree is there", () -> Leftovers.of(workspace).size() >= 2);

        Outcome pause = agent.hostler("pause", "family");

        assertThat(pause.exitCode()).as(pause.err()).isZero();
        agent.await(
                "all stand still",
                () -> Leftovers.of(workspace).stream().allMatch(Identity::stopped));
        agent.kill().start();
        assertThat(agent.awaitState("family", State.STATE_PAUSED).getPid()).isEqualTo(before.pid());
        assertThat(before.alive() && before.stopped()).isTrue();

        Outcome resume = agent.hostler("resume", "family");

        assertThat(resume.exitCode()).as(resume.err()).isZero();
        agent.await("it goes on", () -> !before.stopped());
        assertThat(agent.awaitState("family", State.STATE_RUNNING).getPid())
                .isEqualTo(before.pid());

        agent.hostler("pause", "family");
        Outcome stop = agent.hostler("stop", "family");
        assertThat(stop.exitCode()).as(stop.err()).isZero();
        agent.await("nothing is left", () -> Leftovers.of(workspace).isEmpty());
        assertThat(agent.hostler("pause", "family").exitCode()).isNotZero();
    }

    @Test
    void checksOfEveryShippedKindComeToAVerdict() throws Exception {
        int port = agent.httpPort();
        agent.workspace()
                .sleeper(
                        "by-http",
                        check("http", "\"http_path\": \"http://127.0.0.1:" + port + "/health\""))
                .sleeper("by-tcp", check("tcp", "\"tcp_port\": " + port))
                .sleeper("by-process", check("process", "\"retries\": 1"))
                .sleeper("by-script", check("script", "\"script_path\": \"check\""))
                .script("by-script", "check", "echo fine")
                .sleeper("broken", check("script", "\"script_path\": \"check\", \"retries\": 1"))
                .script("broken", "check", "echo it is broken; exit 1");
        agent.start();

        for (String name : List.of("by-http", "by-tcp", "by-process", "by-script")) {
            agent.awaitService(name, service -> service.getHealth() == Verdict.VERDICT_HEALTHY);
        }
        assertThat(
                        agent.awaitService(
                                        "broken",
                                        s -> s.getHealthMessage().contains("it is broken"))
                                .getReady())
                .isFalse();
    }

    private static String check(String type, String settings) {
        return "\"healthcheck\": {\"type\": \"%s\", \"interval\": \"1s\", \"timeout\": \"1s\", %s}"
                .formatted(type, settings);
    }

    @Test
    void aSecondAgentOnTheDirectoryIsRefusedAndNamesTheFirst() throws Exception {
        agent.workspace().sleeper("one", "");
        agent.start().awaitRunning(1);

        Outcome second = Outcome.of(directory, "agent", "--home", directory.toString());

        assertThat(second.exitCode()).isEqualTo(75);
        assertThat(second.err()).contains("pid " + agent.pid());
        assertThat(agent.services()).hasSize(1);
    }
}
