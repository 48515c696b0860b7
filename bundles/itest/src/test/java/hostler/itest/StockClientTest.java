package hostler.itest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A client that was not made by this build, over TCP, as the Controller's role. */
class StockClientTest {
    private static final String PYTHON = "/usr/bin/python3";

    @TempDir Path directory;

    @Test
    void aStockClientListsCommandsAndAsksForHealthByReflectionAlone() throws Exception {
        Peer.require(
                "Python's grpcio (apt-get install python3-grpcio python3-protobuf)",
                PYTHON,
                "-c",
                "import grpc, google.protobuf");
        try (LiveAgent agent = new LiveAgent(directory)) {
            agent.workspace()
                    .sleeper(
                            "alpha",
                            "\"healthcheck\": {\"type\": \"process\", \"interval\": \"1s\"}")
                    .sleeper("beta", "");
            agent.start().awaitRunning(2);

            List<String> found = run("127.0.0.1:" + agent.grpcPort(), "alpha");

            assertThat(found)
                    .contains(
                            "agent agent-001",
                            "packages alpha beta",
                            "running True",
                            "stopped alpha",
                            "started alpha",
                            "healthy alpha",
                            "listed 2",
                            "history alpha",
                            "queried 0",
                            "refused INVALID_ARGUMENT package name cannot be empty",
                            "refused NOT_FOUND service nope not found");
            assertThat(found.getFirst())
                    .contains(
                            "grpc.health.v1.Health",
                            "pb.Command",
                            "pb.Health",
                            "pb.Metrics",
                            "pb.Package");
        }
    }

    private static List<String> run(String address, String service)
            throws IOException, InterruptedException {
        Path script = Project.ROOT.resolve("bundles/itest/src/test/resources/stock_client.py");
        Process process =
                new ProcessBuilder(PYTHON, script.toString(), address, service)
                        .redirectErrorStream(true)
                        .start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(out).isZero();
        return out.lines().toList();
    }
}
