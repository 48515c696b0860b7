package hostler.itest;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PipedOutputTest {
    private static final int ROUNDS = 50;
    private static final String ROUND = "seq 1 160000";
    private static final long FIRST_MEGABYTE = 1 << 20;

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
    void anAgentKilledWhileAServiceWritesFiftyMegabytesLosesNoByte() throws Exception {
        agent.workspace()
                .shell(
                        "writer",
                        "until [ -e go ]; do sleep 0.05; done\n"
                                + ("for i in $(seq " + ROUNDS + "); do " + ROUND)
                                + "; sleep 0.02; done; touch done; exec sleep 100000",
                        "\"logging\": {\"capture\": \"pipe\", \"max_size\": \"200MB\"}");
        agent.start().awaitRunning(1);
        Identity writer = agent.identities().get("writer");
        Path log = directory.resolve("var/log/writer.log");
        Path work = Path.of("/proc/" + writer.pid() + "/cwd").toRealPath();

        Files.createFile(work.resolve("go"));
        agent.await("it writes", () -> Files.size(log) > FIRST_MEGABYTE);
        agent.kill();
        assertThat(work.resolve("done")).doesNotExist();
        agent.await("it has written all", () -> Files.exists(work.resolve("done")));

        String expected = "for i in $(seq " + ROUNDS + "); do " + ROUND + "; done";
        String compare = expected + " | cmp - '" + log + "'";
        Process cmp = new ProcessBuilder("/bin/sh", "-c", compare).inheritIO().start();
        assertThat(cmp.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(cmp.exitValue()).isZero();
        assertThat(writer.alive()).isTrue();
    }
}
