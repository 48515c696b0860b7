package hostler.itest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The Controller, played by a client that knows the contract alone: see its script. */
record Controller(String etcd, String code) {
    private static final String PYTHON = "/usr/bin/python3";
    private static final Path SCRIPT =
            Project.ROOT.resolve("bundles/itest/src/test/resources/controller/controller.py");

    /** Skips the test, or fails it under CI, where the client cannot run. */
    static void require() throws InterruptedException {
        Peer.require(
                "Python's grpcio (apt-get install python3-grpcio python3-protobuf)",
                PYTHON,
                "-c",
                "import grpc, google.protobuf");
        Peer.require("protoc (apt-get install protobuf-compiler)", "protoc", "--version");
    }

    /** Does the steps in their order; what it found, line by line. */
    List<String> does(String... steps) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(PYTHON, SCRIPT.toString(), etcd, code));
        command.addAll(List.of(steps));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(out).isZero();
        return out.lines().toList();
    }
}
