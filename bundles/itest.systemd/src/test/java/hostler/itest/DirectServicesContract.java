package hostler.itest;

import static org.assertj.core.api.Assertions.assertThat;

import hostler.proto.v1.Service;
import hostler.proto.v1.State;
import hostler.systemd.testkit.Bed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Services that the agent starts itself, while the agent is a unit. */
@Timeout(180)
abstract class DirectServicesContract extends AgentAsUnit {
    private static final String LEAVES = "trap 'exit 42' USR1; while :; do sleep 0.1; done";

    @BeforeEach
    void install() throws Exception {
        install("");
    }

    @AfterEach
    void end() {
        agent.close();
    }

    private static String groupOf(Identity process) throws IOException {
        return Files.readAllLines(Path.of("/proc/" + process.pid() + "/cgroup")).stream()
                .filter(line -> line.startsWith("0::"))
                .findFirst()
                .orElseThrow();
    }

    private void send(Identity process, String signal) throws Exception {
        Bed.run("kill", "-" + signal, Integer.toString(process.pid()));
    }

    private Service awaitAnother(String name, Identity before) {
        return agent.awaitService(
                name,
                service ->
                        service.getState() == State.STATE_RUNNING
                                && service.getPid() != before.pid()
                                // How the one before ended is known a moment later.
                                && !service.getLastExit().isEmpty());
    }

    @Test
    void theyLiveOnWhenTheUnitIsStoppedAndHowTheyEndedIsKnown() throws Exception {
        agent.workspace()
                .sleeper("plain", "")
                .shell("family", "sleep 100001 & sleep 100002 & wait", "")
                .shell("leaver", LEAVES, "");
        agent.start().awaitRunning(3);
        Map<String, Identity> before = agent.identities();
        List<Identity> family = Leftovers.of(agent.home().resolve("workspace/family"));

        agent.stop();

        assertThat(manager.property(UnitAgent.UNIT, "ActiveState")).isEqualTo("inactive");
        assertThat(before.values()).allMatch(Identity::alive);
        assertThat(family).hasSizeGreaterThanOrEqualTo(3).allMatch(Identity::alive);
        send(before.get("leaver"), "USR1");
        agent.await("the leaver has ended", () -> !before.get("leaver").alive());
        agent.start();

        Service back = awaitAnother("leaver", before.get("leaver"));
        assertThat(back.getLastExit()).contains("exited with code 42");
        agent.awaitRunning(3);
        assertThat(agent.identities())
                .containsEntry("plain", before.get("plain"))
                .containsEntry("family", before.get("family"));
    }

    @Test
    void eachHasAScopeOfItsOwnAlsoAfterARestart() throws Exception {
        agent.workspace().sleeper("web", "").sleeper("a.b_c-d", "");
        agent.start().awaitRunning(2);
        Identity first = agent.identities().get("web");
        assertThat(groupOf(first)).contains("/hostler.slice/hostler-web.scope/");
        assertThat(groupOf(agent.identities().get("a.b_c-d")))
                .contains("/hostler.slice/hostler-a.b_c-d.scope/");

        send(first, "KILL");

        awaitAnother("web", first);
        Identity second = agent.identities().get("web");
        assertThat(groupOf(second)).contains("/hostler.slice/hostler-web.scope/");
        assertThat(manager.property("hostler-web.scope", "Delegate")).isEqualTo("yes");
    }

    @Test
    void oneThatSystemdGivesNoScopeLivesOnInTheUnitThatIsStopped() throws Exception {
        manager.systemctl("mask", "--runtime", "hostler.slice");
        try {
            agent.workspace().sleeper("web", "");
            agent.start().awaitRunning(1);
            Identity before = agent.identities().get("web");
            assertThat(groupOf(before)).contains("/" + UnitAgent.UNIT);

            agent.stop();
            assertThat(before.alive()).isTrue();
            agent.start().awaitRunning(1);
            assertThat(agent.identities()).containsEntry("web", before);
        } finally {
            manager.systemctl("unmask", "--runtime", "hostler.slice");
        }
    }

    @Test
    void noneIsTouchedWhenTheAgentIsKilled() throws Exception {
        agent.workspace().sleeper("web", "").shell("leaver", LEAVES, "");
        agent.start().awaitRunning(2);
        Map<String, Identity> before = agent.identities();

        agent.kill().awaitRunning(2);

        assertThat(agent.identities()).isEqualTo(before);
        send(before.get("leaver"), "USR1");
        assertThat(awaitAnother("leaver", before.get("leaver")).getLastExit())
                .contains("exited with code 42");
        assertThat(groupOf(agent.identities().get("leaver"))).contains("hostler-leaver.scope");
    }

    @Test
    void aScopeThatIsStoppedByHandIsAnEndLikeAnyOther() throws Exception {
        agent.workspace().shell("web", "sleep 100003 & exec sleep 100004", "");
        agent.start().awaitRunning(1);
        Identity first = agent.identities().get("web");

        manager.systemctl("stop", "hostler-web.scope");

        assertThat(awaitAnother("web", first).getLastExit()).contains("killed by signal 15");
        assertThat(groupOf(agent.identities().get("web"))).contains("hostler-web.scope");
        assertThat(manager.property("hostler-web.scope", "ActiveState")).isEqualTo("active");
    }

    @Test
    void oneThatIsStoppedLeavesNoScopeBehind() throws Exception {
        agent.workspace().sleeper("web", "");
        agent.start().awaitRunning(1);

        assertThat(agent.hostler("stop", "web").exitCode()).isZero();

        agent.await(
                "the scope is gone",
                () -> manager.property("hostler-web.scope", "ActiveState").equals("inactive"));
        assertThat(agent.hostler("start", "web").exitCode()).isZero();
        agent.awaitRunning(1);
        assertThat(groupOf(agent.identities().get("web"))).contains("hostler-web.scope");
    }

    @Test
    void aPauseStopsTheTreeAndSurvivesTheUnit() throws Exception {
        agent.workspace().shell("web", "sleep 100005 & exec sleep 100006", "");
        agent.start().awaitRunning(1);
        Identity before = agent.identities().get("web");

        assertThat(agent.hostler("pause", "web").exitCode()).isZero();
        agent.await("it stands still", before::stopped);
        agent.stop().start();
        assertThat(agent.awaitState("web", State.STATE_PAUSED).getPid()).isEqualTo(before.pid());
        assertThat(agent.hostler("resume", "web").exitCode()).isZero();

        agent.await("it goes on", () -> !before.stopped());
        assertThat(agent.identities()).containsEntry("web", before);
    }
}
