package hostler.itest;

import static org.assertj.core.api.Assertions.assertThat;

import hostler.proto.v1.Service;
import hostler.proto.v1.State;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The agent is killed at random moments, while it starts, adopts, works and restarts. Who judges is
 * /proc and the services' own files; the agent is asked for the exits that only it can know.
 *
 * <p>{@code -Dhostler.itest.kills=1000 -Dhostler.itest.seed=7} for more, and for the same again;
 * {@code runtime/bench/immortality} does that.
 */
class ImmortalityTest {
    private static final int KILLS = Integer.getInteger("hostler.itest.kills", 40);
    private static final long SEED = Long.getLong("hostler.itest.seed", System.nanoTime());

    /** A start takes about half of it on a quiet machine. */
    private static final int LONGEST_LIFE_MS = 2_500;

    /** After so many kills the agent is asked what it knows. */
    private static final int ROUNDS_A_REVIEW = 4;

    private static final String NO_END =
            "\"operations\": {\"auto_recovery\": {\"max_restarts\": 0, \"restart_delay\": \"0s\"}}";

    @TempDir Path directory;
    private final Random random = new Random(SEED);

    /** The exit code that each leaver was told to end with, and nobody has confirmed. */
    private final Map<String, Integer> owed = new HashMap<>();

    private Map<String, Identity> leavers = Map.of();
    private Map<String, Identity> constant = Map.of();
    private int exits;

    @Test
    void noKillOfTheAgentChangesAProcessLosesAnExitOrALineOrMakesASecondOne() throws Exception {
        System.out.printf("seed %d, %d kills%n", SEED, KILLS);
        try (LiveAgent agent = new LiveAgent(directory)) {
            prepare(agent.workspace());
            agent.start().awaitRunning(30);
            takeStock(agent);
            for (int kill = 1; kill <= KILLS; kill++) {
                attack(agent);
                if (kill % ROUNDS_A_REVIEW == 0 || kill == KILLS) {
                    agent.awaitAnswer();
                    review(agent);
                }
            }
            System.out.printf(
                    "%d kills of the agent: 0 of %d pids changed, 0 duplicates, %d of %d exits"
                            + " known, %d lines exact%n",
                    KILLS, constant.size(), exits, exits, exactLines());
        }
    }

    private static void prepare(Workspace workspace) {
        for (int i = 0; i < 6; i++) {
            workspace.sleeper("plain-" + i, "");
        }
        for (int i = 0; i < 4; i++) {
            workspace
                    .shell(
                            "chatty-" + i,
                            "n=0; while :; do n=$((n + 1)); echo \"line $n\";"
                                    + " [ $((n % 10)) != 0 ] || sleep 0.1; done",
                            "")
                    .shell(
                            "leaver-" + i,
                            "trap 'exit $(cat code)' USR1; sleep 100000 & wait",
                            NO_END);
        }
        for (int i = 0; i < 4; i++) {
            workspace
                    .shell("forker-" + i, "sleep 100001 & (sleep 100002 &) ; sleep 100003", "")
                    .shell("deaf-" + i, "trap '' TERM; while :; do sleep 1000; done", "")
                    .sleeper("dependent-" + i, "\"dependencies\": [{\"package\": \"plain-0\"}]")
                    .sleeper(
                            "checked-" + i,
                            "\"healthcheck\": {\"type\": \"script\", \"script_path\": \"check\","
                                    + " \"interval\": \"1s\", \"timeout\": \"1s\"}")
                    .script("checked-" + i, "check", "echo fine");
            workspace.write(
                    "idle-" + i,
                    """
                    {"package": "idle-%d", "version": "1", "binary": {"path": "/bin/sleep"},
                     "startup": {"method": "direct", "autostart": false, "args": ["100000"]}}
                    """
                            .formatted(i));
        }
    }

    private void takeStock(LiveAgent agent) {
        constant = new HashMap<>(agent.identities());
        leavers = new HashMap<>();
        for (String leaver : IntStream.range(0, 4).mapToObj(i -> "leaver-" + i).toList()) {
            leavers.put(leaver, constant.remove(leaver));
        }
        assertThat(constant).hasSize(26);
    }

    /** One life of the agent: somebody may end in it, or between it and the next. */
    private void attack(LiveAgent agent) throws Exception {
        boolean whileAway = random.nextBoolean();
        if (!whileAway) {
            dismissOne();
        }
        Thread.sleep(random.nextInt(LONGEST_LIFE_MS));
        agent.kill();
        assertThat(constant.values()).as("seed %d", SEED).allMatch(Identity::alive);
        if (whileAway) {
            dismissOne();
        }
        agent.launch();
    }

    private void dismissOne() throws Exception {
        List<String> present =
                leavers.keySet().stream().filter(name -> !owed.containsKey(name)).sorted().toList();
        if (!present.isEmpty()) {
            String name = present.get(random.nextInt(present.size()));
            int code = 1 + random.nextInt(200);
            Files.writeString(folder(name).resolve("code"), Integer.toString(code));
            owed.put(name, code);
            String pid = Integer.toString(leavers.get(name).pid());
            new ProcessBuilder("kill", "-USR1", pid).start().waitFor();
        }
    }

    private void review(LiveAgent agent) {
        agent.awaitRunning(30);
        owed.forEach((name, code) -> confirm(agent, name, code));
        owed.clear();
        for (Map.Entry<String, Identity> entry : constant.entrySet()) {
            assertThat(Identity.of(agent.service(entry.getKey()).orElseThrow().getPid()))
                    .as("%s, seed %d", entry.getKey(), SEED)
                    .contains(entry.getValue());
        }
        agent.await("nothing runs twice, seed " + SEED, () -> leaders().equals(expected()));
    }

    private void confirm(LiveAgent agent, String name, int code) {
        Identity before = leavers.get(name);
        Service back =
                agent.awaitService(
                        name,
                        service ->
                                service.getState() == State.STATE_RUNNING
                                        && service.getPid() != before.pid());
        assertThat(back.getLastExit())
                .as("%s, seed %d", name, SEED)
                .contains("exited with code " + code);
        leavers.put(name, Identity.of(back.getPid()).orElseThrow());
        exits++;
    }

    private Set<Identity> expected() {
        Set<Identity> all = new HashSet<>(constant.values());
        all.addAll(leavers.values());
        return all;
    }

    /** Each launch is a session of its own; a check is one too, and soon over. */
    private Set<Identity> leaders() {
        Set<Identity> leaders = new HashSet<>(Leftovers.of(directory.resolve("workspace")));
        leaders.removeIf(process -> !process.leadsASession());
        return leaders;
    }

    private long exactLines() throws Exception {
        long total = 0;
        for (int i = 0; i < 4; i++) {
            List<String> lines =
                    Files.readAllLines(directory.resolve("var/log/chatty-" + i + ".log"));
            assertThat(lines)
                    .isEqualTo(
                            IntStream.rangeClosed(1, lines.size())
                                    .mapToObj(n -> "line " + n)
                                    .toList());
            total += lines.size();
        }
        return total;
    }

    private Path folder(String name) {
        return directory.resolve("workspace").resolve(name);
    }
}
