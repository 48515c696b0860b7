package hostler.itest;

import static org.assertj.core.api.Assertions.assertThat;

import hostler.proto.pb.CommandGrpc;
import hostler.proto.pb.ExecCommandReq;
import hostler.proto.pb.ExecCommandResp;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands of a whole agent in a process of its own. */
class CommandsTest {
    private static final String PYTHON = "/usr/bin/python3";

    @TempDir Path directory;
    private LiveAgent agent;

    @BeforeEach
    void prepare() throws Exception {
        agent = new LiveAgent(directory);
    }

    @AfterEach
    void end() {
        agent.close();
    }

    @Test
    void aStockClientHasCommandsRunByReflectionAlone() throws Exception {
        Peer.require(
                "Python's grpcio (apt-get install python3-grpcio python3-protobuf)",
                PYTHON,
                "-c",
                "import grpc, google.protobuf");
        agent.configure("command:\n  enabled: true\n");
        agent.start();

        assertThat(run("127.0.0.1:" + agent.grpcPort()))
                .containsExactly(
                        "first True '' ''",
                        "out one three",
                        "err two",
                        "ids 1",
                        "forgotten NOT_FOUND command not found",
                        "failed UNKNOWN command finished with error: exit status 3",
                        "killed UNKNOWN command finished with error: signal: killed",
                        "empty INVALID_ARGUMENT command cannot be empty",
                        "unknown status NOT_FOUND command not found",
                        "unknown signal NOT_FOUND command not found",
                        "continuous 2 finished",
                        "running tick running",
                        "paused True True paused",
                        "odd signal INVALID_ARGUMENT unknown signal 7: expected CANCEL (0),"
                                + " PAUSE (1) or RESUME (2)",
                        "resumed True running",
                        "going on {'tick'}",
                        "cancelled True True cancelled",
                        "over FAILED_PRECONDITION command has already finished",
                        "gone with its client");
    }

    private static List<String> run(String address) throws IOException, InterruptedException {
        Path script = Project.ROOT.resolve("bundles/itest/src/test/resources/command_client.py");
        Process process =
                new ProcessBuilder(PYTHON, "-B", script.toString(), address)
                        .redirectErrorStream(true)
                        .start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(out).isZero();
        return out.lines().toList();
    }

    /** As the administrator on the local socket. */
    private Iterator<ExecCommandResp> exec(String command) {
        Iterator<ExecCommandResp> stream =
                CommandGrpc.newBlockingStub(agent.channel())
                        .execCommand(ExecCommandReq.newBuilder().setCommand(command).build());
        stream.next();
        return stream;
    }

    private static Identity named(ExecCommandResp message) {
        return Identity.of(Integer.parseInt(message.getOut())).orElseThrow();
    }

    @Test
    void commandsDieWithAnAgentThatIsKilledAndServicesDoNot() throws Exception {
        agent.workspace().sleeper("alpha", "");
        agent.start().awaitRunning(1);
        Identity service = agent.identities().get("alpha");
        Iterator<ExecCommandResp> stream =
                exec("setsid sleep 1000 >/dev/null & echo $!; echo $$; wait");
        Identity background = named(stream.next());
        Identity shell = named(stream.next());
        agent.kill();

        agent.await("the command is dead", () -> !shell.alive() && !background.alive());
        assertThat(service.alive()).isTrue();
        agent.start();
        agent.await(
                "nothing is left of it",
                () -> directory.resolve("var/run/commands").toFile().list().length == 0);
    }

    @Test
    void anAgentThatEndsTakesItsCommandsWithIt() throws Exception {
        agent.start();
        Identity shell = named(exec("echo $$; exec sleep 1000").next());
        agent.terminate();

        agent.await("it is dead", () -> !shell.alive());
    }

    @Test
    void secretsOfTheAgentAreInNoCommandAndThoseOfCommandsInNoLog() throws Exception {
        agent.with("CANARY", "canary-of-the-agent").start();
        StringBuilder told = new StringBuilder();
        exec("env; TOKEN=canary-of-a-command true")
                .forEachRemaining(message -> told.append(message.getOut()).append('\n'));
        String log = Files.readString(directory.resolve("var/log/hostler.log"));

        assertThat(told).contains("PATH=").doesNotContain("CANARY");
        assertThat(log).contains("on the local socket has command ").contains(": env");
        assertThat(log).doesNotContain("canary-of-a-command");
    }
}
