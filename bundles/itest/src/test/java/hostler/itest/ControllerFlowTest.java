package hostler.itest;

import static org.assertj.core.api.Assertions.assertThat;

import hostler.etcd.testkit.EtcdMember;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** All that the Controller does with an agent, by a client that speaks only the contract. */
@TestInstance(Lifecycle.PER_CLASS)
class ControllerFlowTest {
    private static final String CODE = "agent-007";

    private EtcdMember etcd;
    private LiveAgent agent;
    private Controller controller;

    @BeforeAll
    void anAgentIsRegistered(@TempDir Path directory) throws Exception {
        Controller.require();
        EtcdMember.require();
        etcd = EtcdMember.started(directory.resolve("etcd"));
        agent = new LiveAgent(directory.resolve("agent"));
        agent.configure("agent:\n  code: " + CODE + "\n");
        agent.workspace()
                .sleeper("alpha", "\"healthcheck\": {\"type\": \"process\", \"interval\": \"1s\"}")
                .shell("talker", "echo hello from talker; exec sleep 100000", "");
        agent.start().awaitRunning(2);
        controller = new Controller(etcd.endpoint(), CODE);
        new Registration(CODE, "127.0.0.1:" + agent.grpcPort()).put(etcd, "alpha");
    }

    @AfterAll
    void end() throws Exception {
        if (agent != null) {
            agent.close();
        }
        if (etcd != null) {
            etcd.close();
        }
    }

    @Test
    void anAgentIsFoundAndItsServicesAreListedAndCommanded() throws Exception {
        Identity before = agent.identities().get("alpha");
        assertThat(controller.does("discover", "packages", "commands=alpha"))
                .containsExactly(
                        "found " + CODE,
                        "announced alpha",
                        "lease none",
                        "agent " + CODE,
                        "packages alpha talker",
                        "order same",
                        "schema alpha alpha 1.0.0",
                        "schema talker talker 1.0.0",
                        "start '' INVALID_ARGUMENT package name cannot be empty",
                        "start 'no-such' NOT_FOUND service no-such not found",
                        "stopped alpha",
                        "stopped again OK",
                        "started alpha",
                        "restarted alpha");
        assertThat(before.alive()).isFalse();
    }

    @Test
    void logsAreReadAndFollowed() throws Exception {
        assertThat(controller.does("logs=talker,hello from talker"))
                .containsExactly(
                        "recent hello from talker",
                        "followed hello from talker False",
                        "past hello from talker True");
    }

    @Test
    void healthIsAskedListedAndLookedUp() throws Exception {
        assertThat(controller.does("health=alpha"))
                .containsExactly(
                        "health alpha 1 1",
                        "listed alpha talker",
                        "unhealthy",
                        "history alpha newest first",
                        "unknown health NOT_FOUND service no-such not found");
    }

    @Test
    void queriesOfLogsAreNotThereYet() throws Exception {
        assertThat(controller.does("query=talker,hello")).containsExactly("query UNIMPLEMENTED");
    }

    @Test
    void configurationIsNotThereYet() throws Exception {
        assertThat(controller.does("configs=alpha,/x,a,b"))
                .containsExactly("configs UNIMPLEMENTED");
    }

    @Test
    void commandsAreNotThereYet() throws Exception {
        assertThat(controller.does("command=true")).containsExactly("command UNIMPLEMENTED");
    }

    @Test
    void metricsAreNotThereYet() throws Exception {
        assertThat(controller.does("metrics=alpha"))
                .containsExactly(
                        "metrics GetSystemMetrics UNIMPLEMENTED",
                        "metrics GetServiceMetrics UNIMPLEMENTED",
                        "metrics ListServiceMetrics UNIMPLEMENTED",
                        "metrics GetMetricsHistory UNIMPLEMENTED");
    }
}
