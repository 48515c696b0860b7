package hostler.itest;

import static org.assertj.core.api.Assertions.assertThat;

import hostler.proto.v1.Service;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The agent is killed at random moments, in the middle of whatever it does; the observer reads
 * /proc and the files, never the agent's tables. The seed is printed; {@code -Dhostler.kills} sets
 * how many.
 */
class ImmortalityTest {
    private static final int KILLS = Integer.getInteger("hostler.kills", 20);
    private static final int MOST_MILLIS = 3_000;

    @TempDir Path directory;

    @Test
    void noKillOfTheAgentChangesAProcessDoublesOneOrLosesALineOrAnExit() throws Exception {
        long seed = Long.getLong("hostler.seed", System.nanoTime());
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        try (LiveAgent agent = new LiveAgent(directory)) {
            populate(agent.workspace());
            agent.start().awaitRunning(9);
            Map<String, Identity> before = survivors(agent);
            for (int kill = 0; kill < KILLS; kill++) {
                agent.launch();
                TimeUnit.MILLISECONDS.sleep(
                        random.nextInt(MOST_MILLIS)); // the random moment itself
                agent.kill();
                assertThat(before.values()).as("after kill " + kill).allMatch(Identity::alive);
            }
            agent.start().awaitRunning(9);
            assertThat(survivors(agent)).isEqualTo(before);
            assertThat(copies("sleeper-0")).hasSize(1);
            assertThat(lost("chatty-0")).isEmpty();
            assertThat(agent.service("leaver").orElseThrow())
                    .extracting(Service::getLastExit)
                    .isEqualTo("exited with code 7");
            assertThat(exitsWithoutCode()).isEmpty();
        }
    }

    private static void populate(Workspace workspace) {
        for (int i = 0; i < 3; i++) {
            workspace
                    .sleeper("sleeper-" + i, "")
                    .shell(
                            "chatty-" + i,
                            "n=0; while :; do n=$((n + 1)); echo $n; sleep 0.01; done",
                            "");
        }
        workspace
                .shell("family", "sleep 100005 & (setsid sleep 100006 &) ; wait", "")
                .sleeper("dependent", "\"dependencies\": [\"sleeper-0\", \"chatty-0\"]")
                .shell(
                        "leaver",
                        "sleep 0.7; exit 7",
                        "\"operations\": {\"auto_recovery\": {\"max_restarts\": 0, \"restart_delay\": \"100ms\","
                                + " \"max_backoff\": \"200ms\"}}");
    }

    /** Whoever is not meant to end. */
    private static Map<String, Identity> survivors(LiveAgent agent) {
        Map<String, Identity> running = agent.identities();
        running.remove("leaver");
        return running;
    }

    private List<Identity> copies(String service) {
        return Leftovers.of(directory.resolve("workspace").resolve(service));
    }

    /** Numbers that a counting service has not in its log, or has out of turn. */
    private List<String> lost(String service) throws IOException {
        List<String> lines =
                Files.readAllLines(directory.resolve("var/log").resolve(service + ".log"));
        return IntStream.range(0, lines.size())
                .filter(i -> !lines.get(i).equals(Integer.toString(i + 1)))
                .mapToObj(i -> "line " + (i + 1) + " is '" + lines.get(i) + "'")
                .toList();
    }

    /** What the agent's log says of ends that nobody could explain. */
    private Set<String> exitsWithoutCode() throws IOException {
        Set<String> unknown = new HashSet<>();
        for (String line : Files.readAllLines(directory.resolve("var/log/hostler.log"))) {
            if (line.contains("exit status unknown")) {
                unknown.add(line);
            }
        }
        return unknown;
    }
}
