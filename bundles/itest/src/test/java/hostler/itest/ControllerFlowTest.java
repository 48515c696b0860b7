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
        Peer.requireAddress();
        etcd = EtcdMember.started(directory.resolve("etcd"));
        agent = new LiveAgent(directory.resolve("agent"));
        agent.configure(
                """
                  address: 0.0.0.0
                  insecure: true
                agent:
                  code: %s
                metrics:
                  interval: 1s
                registry:
                  etcd_endpoints: ["%s"]
                  ttl: 5s
                """
                        .formatted(CODE, etcd.endpoint()));
        agent.workspace()
                .sleeper("alpha", "\"healthcheck\": {\"type\": \"process\", \"interval\": \"1s\"}")
                .shell("talker", "echo hello from talker; exec sleep 100000", "")
                .configured("tuned", "as it was");
        agent.start().awaitRunning(3);
        controller = new Controller(etcd.endpoint(), CODE);
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
    void anAgentIsFoundAndItsServicesAreListed() throws Exception {
        assertThat(controller.does("discover", "packages"))
                .containsExactly(
                        "found " + CODE,
                        "announced alpha talker tuned",
                        "lease alive",
                        "agent " + CODE,
                        "packages alpha talker tuned",
                        "order same",
                        "schema alpha alpha 1.0.0",
                        "schema talker talker 1.0.0",
                        "schema tuned tuned 1.0.0",
                        "start '' INVALID_ARGUMENT package name cannot be empty",
                        "start 'no-such' NOT_FOUND service no-such not found");
    }

    @Test
    void aServiceIsCommandedAndEtcdShowsIt() throws Exception {
        Identity before = agent.identities().get("alpha");
        assertThat(
                        controller.does(
                                "announced=alpha,running",
                                "stop=alpha",
                                "announced=alpha,stopped",
                                "start=alpha",
                                "announced=alpha,running"))
                .containsExactly(
                        "announced alpha running int",
                        "stopped alpha",
                        "stopped again OK",
                        "announced alpha stopped int",
                        "started alpha",
                        "started again OK",
                        "announced alpha running int");
        assertThat(before.alive()).isFalse();
    }

    @Test
    void anAgentThatEndsIsOfflineAtOnceAndItsServicesRunOn() throws Exception {
        Identity service = agent.identities().get("alpha");
        String revision = controller.does("discover", "revision").getLast();
        agent.terminate();
        assertThat(controller.does("offline=" + revision.substring("revision ".length())))
                .satisfies(found -> assertThat(found.getFirst()).endsWith(":" + agent.grpcPort()))
                .last()
                .isEqualTo("registered False");
        assertThat(service.alive()).isTrue();
        agent.start().awaitRunning(3);
        assertThat(controller.does("discover")).contains("found " + CODE, "lease alive");
    }

    @Test
    void theCommandLineFindsWhatTheAgentRegistered() throws Exception {
        controller.does("discover");
        Outcome ps = agent.hostler("--fleet", "etcd://" + etcd.endpoint(), "ps");
        assertThat(ps.exitCode()).as(ps.err()).isZero();
        assertThat(ps.out()).contains(CODE + "  alpha", CODE + "  talker");
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
                        "listed alpha talker tuned",
                        "unhealthy",
                        "history alpha newest first",
                        "unknown health NOT_FOUND service no-such not found");
    }

    @Test
    void logsAreSearchedPageByPage() throws Exception {
        assertThat(controller.does("query=talker,hello"))
                .containsExactly(
                        "query hello from talker", "more True", "all True False", "none 0");
    }

    @Test
    void complaint12BadContentThatIsPushedAgainAndAgainIsPutBackOnceAndCostsNothingLater()
            throws Exception {
        Path file = agent.workspace().settings("tuned");
        assertThat(controller.does("configs=tuned," + file + ",good,broken"))
                .containsExactly(
                        "configs same " + file,
                        "in step True",
                        "pushed True Configs applied successfully " + file + " 4",
                        "in step True",
                        "refused False",
                        "refused again False",
                        "refused again False",
                        "refused again False",
                        "kept True",
                        "unknown False failed to update config files: [SERVICE_NOT_FOUND] service"
                                + " no-such not found",
                        "nothing INVALID_ARGUMENT no configs provided");
        assertThat(file).hasContent("good");
    }

    @Test
    void commandsAreOffUntilTheOperatorSaysSo() throws Exception {
        assertThat(controller.does("command=true")).containsExactly("command PERMISSION_DENIED");
    }

    @Test
    void metricsOfTheMachineAndOfServicesAreSampled() throws Exception {
        assertThat(controller.does("metrics=alpha"))
                .containsExactly(
                        "machine True True True",
                        "memory True cores True",
                        "load True networks True",
                        "fresh True True",
                        "service alpha percent True",
                        "listed alpha talker tuned",
                        "listed alpha talker tuned",
                        "GetServiceMetrics INVALID_ARGUMENT package name cannot be empty",
                        "GetServiceMetrics NOT_FOUND service no-such not found",
                        "GetApplicationMetrics UNIMPLEMENTED Method pb.Metrics/GetApplicationMetrics"
                                + " is unimplemented",
                        "GetMetricsHistory UNIMPLEMENTED metrics history is not enabled");
    }

    @Test
    void whatDoesNotRunIsNotAmongTheRunning() throws Exception {
        controller.does("discover", "stop=talker", "announced=talker,stopped");
        try {
            assertThat(controller.does("idle=talker"))
                    .containsExactly(
                            "running alpha tuned", "all alpha talker tuned", "talker uses 0");
        } finally {
            controller.does("start=talker", "announced=talker,running");
        }
    }
}
