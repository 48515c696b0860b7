package hostler.itest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code hostler logs -f} of a file, while agents end and begin and the file is rotated. */
@Timeout(180)
class FollowedLogTest {
    /** Ctrl-C: the shell's 128 and the number of the signal. */
    private static final int INTERRUPTED = 130;

    private LiveAgent agent;

    @BeforeEach
    void anAgentRuns(@TempDir Path directory) throws Exception {
        agent = new LiveAgent(directory);
        agent.workspace()
                .shell(
                        "counter",
                        "i=0; while :; do i=$((i+1)); echo line $$ $i; sleep 0.02; done",
                        "");
        agent.start().awaitRunning(1);
    }

    @AfterEach
    void end() {
        agent.close();
    }

    @Test
    void everyLineComesOnceWhateverHappensToAgentAndFile() throws Exception {
        try (Typed follower =
                Typed.start(agent.home(), List.of("logs", "counter", "-f", "-n", "10000"))) {
            follower.await("line", 20);
            agent.kill();
            follower.await("the connection to the agent broke", 1);
            Files.move(log(), rotated());
            agent.start();
            follower.await("the agent is back", 1);

            agent.hostler("restart", "counter");
            follower.await(lines(log()).findFirst().orElseThrow());
            agent.terminate();
            agent.start();
            follower.await("the agent is back", 2);

            agent.hostler("stop", "counter");
            List<String> written = Stream.concat(lines(rotated()), lines(log())).toList();
            follower.await(written.getLast());
            follower.interrupt();
            assertThat(follower.ends(30, TimeUnit.SECONDS)).isEqualTo(INTERRUPTED);
            assertThat(lines(follower.output())).containsExactlyElementsOf(written);
        }
    }

    private Path log() {
        return agent.home().resolve("var/log/counter.log");
    }

    private Path rotated() {
        return agent.home().resolve("var/log/counter.log.1");
    }

    private static Stream<String> lines(Path file) throws IOException {
        return Files.readAllLines(file).stream().filter(line -> line.startsWith("line "));
    }
}
