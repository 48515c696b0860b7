package hostler.itest;

import static org.assertj.core.api.Assertions.assertThat;

import hostler.proto.v1.State;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Faults A3 and A5: the agent is killed on entering the n-th system call of a spawn, for each n.
 * strace does that. It counts per thread, so it is attached to those that spawn; and per kind of
 * call, so a spawn that is only watched shows which call the n-th is.
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

    /** A system call of a thread that spawns: the so-and-so-manieth of its kind there. */
    private record Call(String kind, int occurrence) {
        private static final Pattern CALL = Pattern.compile("^\\d+ +(?<kind>\\w+)\\(");

        /** What strace wrote, one call a line, each after the number of its thread. */
        static List<Call> in(List<String> trace) {
            Map<String, Integer> seen = new HashMap<>();
            List<Call> calls = new ArrayList<>();
            for (String line : trace) {
                Matcher call = CALL.matcher(line);
                if (call.find()) {
                    calls.add(
                            new Call(
                                    call.group("kind"), seen.merge(call.group(), 1, Integer::sum)));
                }
            }
            return calls;
        }
    }

    @Test
    void whateverSystemCallOfASpawnIsTheLastThereIsOneProcessAfterwards() throws Exception {
        Peer.require(
                "strace, which may trace: apt-get install strace, as root",
                "strace",
                "-o",
                "/dev/null",
                "true");
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
        Process tracer = trace(agent, "trace=" + CALLS, trace);
        assertThat(agent.hostler("start", TARGET).exitCode()).isZero();
        tracer.destroy();
        tracer.waitFor();
        return Call.in(Files.readAllLines(trace));
    }

    /** False when the calls were shared out among the threads in another way than when observed. */
    private boolean killWhileSpawning(LiveAgent agent, Call last) throws Exception {
        prepare(agent);
        String kill = "inject=" + last.kind() + ":signal=KILL:when=" + last.occurrence();
        Process tracer = trace(agent, kill, Path.of("/dev/null"));
        agent.hostler("start", TARGET, "--timeout", "5s");
        boolean met = agent.ends(1, TimeUnit.SECONDS);
        tracer.destroy();
        tracer.waitFor();
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

    /** Returns when every thread is traced. */
    private static Process trace(LiveAgent agent, String what, Path output) throws IOException {
        List<String> threads = threadsThatSpawn(agent.pid());
        List<String> command = new ArrayList<>(List.of("strace", "-o", output.toString()));
        threads.forEach(thread -> command.addAll(List.of("-p", thread)));
        command.addAll(List.of("-e", what));
        Process tracer = new ProcessBuilder(command).start();
        BufferedReader said = tracer.errorReader();
        for (String thread : threads) {
            assertThat(said.readLine()).as("strace of thread %s", thread).contains("attached");
        }
        return tracer;
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
