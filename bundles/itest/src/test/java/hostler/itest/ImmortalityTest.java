package hostler.itest;

import static org.assertj.core.api.Assertions.assertThat;

import hostler.proto.v1.Service;
import hostler.proto.v1.State;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The agent is killed at random moments, while it starts, adopts, works and restarts, under two
 * hundred services of eight kinds. Who judges is /proc and the services' own files; the agent is
 * asked for the exits that only it can know.
 *
 * <p>{@code -Dhostler.itest.kills=1000 -Dhostler.itest.seed=7} for more, and for the same again;
 * {@code runtime/bench/immortality} does that.
 */
class ImmortalityTest {
    private static final int KILLS = Integer.getInteger("hostler.itest.kills", 200);
    private static final long SEED = Long.getLong("hostler.itest.seed", System.nanoTime());

    /** A start takes about half of it on a quiet machine. */
    private static final int LONGEST_LIFE_MS = 2_500;

    /** After so many kills the agent is asked what it knows. */
    private static final int ROUNDS_A_REVIEW = 5;

    private static final int MOST_DISMISSED = 3;

    /** Where the codes of signals begin, see subject.c. */
    private static final int SIGNALS = 256;

    private static final List<Integer> DEADLY = List.of(1, 9, 15);

    private static final String NO_END =
            "\"operations\": {\"auto_recovery\": {\"max_restarts\": 0, \"restart_delay\": \"0s\"}}";

    @TempDir Path directory;
    private final Random random = new Random(SEED);

    private final List<String> constant = new ArrayList<>();
    private final List<String> leavers = names("leave", 20);
    private final List<String> writers =
            Stream.concat(names("file", 20).stream(), names("pipe", 15).stream()).toList();
    private final List<String> tasks = names("task", 10);

    /** The end that each leaver was told to come to, and nobody has confirmed. */
    private final Map<String, Integer> owed = new HashMap<>();

    private final Map<String, Identity> present = new HashMap<>();
    private Population stock = new Population(Map.of());
    private int exits;

    @Test
    void noKillOfTheAgentChangesAProcessLosesAnExitOrALineOrMakesASecondOne() throws Exception {
        System.out.printf("seed %d, %d kills%n", SEED, KILLS);
        try (LiveAgent agent = new LiveAgent(directory)) {
            prepare(agent.workspace());
            agent.start();
            awaitAll(agent);
            takeStock(agent);
            for (int kill = 1; kill <= KILLS; kill++) {
                attack(agent);
                if (kill % ROUNDS_A_REVIEW == 0 || kill == KILLS) {
                    agent.awaitAnswer();
                    review(agent);
                }
            }
            System.out.printf(
                    "%d kills of the agent: 0 of %d processes of %d services changed, 0 duplicates,"
                            + " %d of %d exits known, %d lines exact, %d tasks done once%n",
                    KILLS, stock.size(), constant.size(), exits, exits, exactLines(), doneOnce());
        }
    }

    private static List<String> names(String kind, int count) {
        return IntStream.range(0, count).mapToObj(i -> kind + "-" + i).toList();
    }

    private void prepare(Workspace workspace) throws Exception {
        Subject subject = Subject.in(directory);
        String notify = "\"type\": \"notify\", \"watchdog\": \"10s\"";
        String forking = "\"type\": \"forking\"";
        constant("sleep", 70, name -> subject.install(workspace, name, "", "\"sleep\"", ""));
        constant("file", 20, name -> subject.install(workspace, name, "", "\"lines\"", ""));
        constant(
                "pipe",
                15,
                name ->
                        subject.install(
                                workspace,
                                name,
                                "",
                                "\"lines\"",
                                "\"logging\": {\"capture\": \"pipe\"}"));
        constant("child", 15, name -> subject.install(workspace, name, forking, "\"daemon\"", ""));
        constant(
                "pidfile",
                20,
                name ->
                        subject.install(
                                workspace,
                                name,
                                forking + ", \"pid_file\": \"pid\"",
                                "\"daemon\", \"pid\"",
                                ""));
        constant("notify", 15, name -> subject.install(workspace, name, notify, "\"notify\"", ""));
        constant("deaf", 15, name -> subject.install(workspace, name, "", "\"deaf\"", ""));
        leavers.forEach(
                name -> subject.install(workspace, name, "", "\"leave\", \"code\"", NO_END));
        tasks.forEach(
                name ->
                        subject.install(
                                workspace,
                                name,
                                "\"type\": \"oneshot\"",
                                "\"task\", \"done\"",
                                ""));
    }

    private void constant(String kind, int count, java.util.function.Consumer<String> install) {
        names(kind, count).forEach(install);
        constant.addAll(names(kind, count));
    }

    private void awaitAll(LiveAgent agent) {
        agent.await(
                "all services run and all tasks are done, seed " + SEED,
                () -> {
                    List<Service> services = agent.services();
                    return count(services, State.STATE_RUNNING) == constant.size() + leavers.size()
                            && count(services, State.STATE_COMPLETED) == tasks.size();
                });
    }

    private static long count(List<Service> services, State state) {
        return services.stream().filter(service -> service.getState() == state).count();
    }

    private void takeStock(LiveAgent agent) {
        stock = Population.of(agent.workspace()).only(constant);
        assertThat(stock.processes()).hasSize(constant.size());
        Map<String, Identity> running = agent.identities();
        leavers.forEach(name -> present.put(name, running.get(name)));
    }

    /** One life of the agent: some may end in it, and some between it and the next. */
    private void attack(LiveAgent agent) throws Exception {
        dismissSome();
        Thread.sleep(random.nextInt(LONGEST_LIFE_MS));
        agent.kill();
        assertThat(Population.of(agent.workspace()).only(constant))
                .as("seed %d", SEED)
                .isEqualTo(stock);
        dismissSome();
        agent.launch();
    }

    private void dismissSome() throws Exception {
        List<String> loyal =
                leavers.stream().filter(name -> !owed.containsKey(name)).sorted().toList();
        int count = Math.min(random.nextInt(MOST_DISMISSED), loyal.size());
        for (String name : loyal.subList(0, count)) {
            dismiss(name);
        }
    }

    private void dismiss(String name) throws Exception {
        int code =
                random.nextBoolean()
                        ? 1 + random.nextInt(200)
                        : SIGNALS + DEADLY.get(random.nextInt(DEADLY.size()));
        Files.writeString(
                directory.resolve("workspace").resolve(name).resolve("code"),
                Integer.toString(code));
        owed.put(name, code);
        String pid = Integer.toString(present.get(name).pid());
        new ProcessBuilder("kill", "-USR1", pid).start().waitFor();
    }

    private void review(LiveAgent agent) throws Exception {
        owed.forEach((name, code) -> confirm(agent, name, code));
        owed.clear();
        awaitAll(agent);
        Map<String, Identity> known = agent.identities();
        for (String name : constant) {
            assertThat(stock.of(name)).as("%s, seed %d", name, SEED).contains(known.get(name));
        }
        Population now = Population.of(agent.workspace());
        assertThat(now.only(constant)).as("seed %d", SEED).isEqualTo(stock);
        for (String name : leavers) {
            assertThat(now.of(name))
                    .as("%s, seed %d", name, SEED)
                    .containsExactly(present.get(name));
        }
        assertThat(doneOnce()).isEqualTo(tasks.size());
    }

    private void confirm(LiveAgent agent, String name, int code) {
        Identity before = present.get(name);
        String how =
                code < SIGNALS
                        ? "exited with code " + code
                        : "killed by signal " + (code - SIGNALS);
        Service back =
                agent.awaitService(
                        name,
                        service ->
                                service.getState() == State.STATE_RUNNING
                                        && service.getPid() != before.pid()
                                        && service.getLastExit().contains(how));
        present.put(name, Identity.of(back.getPid()).orElseThrow());
        exits++;
    }

    private long exactLines() throws Exception {
        long total = 0;
        for (String writer : writers) {
            List<String> lines =
                    Files.readAllLines(directory.resolve("var/log/" + writer + ".log"));
            // The last may be on its way.
            List<String> whole = lines.subList(0, lines.size() - 1);
            assertThat(whole)
                    .as(writer)
                    .isEqualTo(
                            IntStream.rangeClosed(1, whole.size())
                                    .mapToObj(n -> "line " + n)
                                    .toList());
            total += whole.size();
        }
        return total;
    }

    private long doneOnce() throws Exception {
        long once = 0;
        for (String task : tasks) {
            Path done = directory.resolve("workspace").resolve(task).resolve("done");
            assertThat(Files.readAllLines(done)).as(task).containsExactly("done");
            once++;
        }
        return once;
    }
}
