package hostler.itest;

import static org.assertj.core.api.Assertions.assertThat;

import hostler.os.testkit.Strace;
import hostler.os.testkit.Strace.Call;
import hostler.proto.v1.State;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Faults A3 and A5: the agent is killed on entering the n-th system call of a spawn, for each n.
 *
 * <p>{@code -Dhostler.itest.spawnkills=100} for all; {@code runtime/bench/syscalls} does that.
 */
class SpawnSweepTest {
    private static final int KILLS = Integer.getInteger("hostler.itest.spawnkills", 3);

    /** As many as there are threads that spawn: each start wakes another. */
    private static final List<String> WARM =
            IntStream.range(0, 8).mapToObj(i -> "warm-" + i).toList();

    private static final String TARGET = "target";

    private static final String CALLS =
            "?write,?pwrite64,?fcntl,?dup3,?pipe2,?clone,?clone3,?vfork,?fork,?wait4,"
                    + "?waitid,?poll,?ppoll,?read,?close";

    @TempDir Path directory;

    @Test
    void whateverSystemCallOfASpawnIsTheLastThereIsOneProcessAfterwards() throws Exception {
        Strace.require();
        try (LiveAgent agent = new LiveAgent(directory)) {
            WARM.forEach(name -> agent.workspace().sleeper(name, ""));
            agent.workspace().sleeper(TARGET, "");
            agent.start().awaitRunning(WARM.size() + 1);
            List<Call> calls = observe(agent);
            // The caller has sent the order: before that nothing has begun, after it the poll has.
            assertThat(calls).extracting(Call::kind).contains("poll", "read", "clone3", "close");
            int kills = 0;
            // From the last to the first, for the last ones are those with a process.
            for (Call last : calls.reversed()) {
                if (kills < KILLS && killWhileSpawning(agent, last)) {
                    assertOneProcessAService(agent);
                    kills++;
                }
            }
            assertThat(kills).isPositive();
            System.out.printf(
                    "%d kills of the agent, each at one of %d system calls of a spawn: one process a"
                            + " service afterwards, every time%n",
                    kills, calls.size());
        }
    }

    private List<Call> observe(LiveAgent agent) throws Exception {
        Path trace = directory.resolve("trace");
        prepare(agent);
        try (Strace _ = Strace.observing(threadsThatSpawn(agent.pid()), CALLS, trace)) {
            assertThat(agent.hostler("start", TARGET).exitCode()).isZero();
        }
        return Call.in(Files.readAllLines(trace));
    }

    /** False when the calls were shared out among the threads in another way than when observed. */
    private boolean killWhileSpawning(LiveAgent agent, Call last) throws Exception {
        prepare(agent);
        boolean met;
        try (Strace _ = Strace.killingAt(last, threadsThatSpawn(agent.pid()))) {
            agent.hostler("start", TARGET, "--timeout", "5s");
            met = agent.ends(1, TimeUnit.SECONDS);
        }
        if (met) {
            agent.start();
        }
        return met;
    }

    /** All threads that spawn are there: those that are idle for seconds end. */
    private static void prepare(LiveAgent agent) throws Exception {
        assertThat(agent.hostler("stop", TARGET).exitCode()).isZero();
        List<String> warmUp = new ArrayList<>(List.of("restart"));
        warmUp.addAll(WARM);
        assertThat(agent.hostler(warmUp.toArray(String[]::new)).exitCode()).isZero();
    }

    private static List<String> threadsThatSpawn(long pid) throws IOException {
        try (Stream<Path> tasks = Files.list(Path.of("/proc/" + pid + "/task"))) {
            return tasks.filter(SpawnSweepTest::spawns)
                    .map(task -> task.getFileName().toString())
                    .toList();
        }
    }

    private static boolean spawns(Path task) {
        try {
            return Files.readString(task.resolve("comm")).startsWith("hostler-spawn");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The kernel's word: each launch leads a session of its own, and every service has one. */
    private void assertOneProcessAService(LiveAgent agent) throws Exception {
        agent.hostler("start", TARGET);
        agent.awaitState(TARGET, State.STATE_RUNNING);
        agent.awaitRunning(WARM.size() + 1);
        List<Identity> leaders =
                Leftovers.of(directory.resolve("workspace")).stream()
                        .filter(Identity::leadsASession)
                        .toList();
        assertThat(leaders).containsExactlyInAnyOrderElementsOf(agent.identities().values());
    }
}
