package hostler.itest;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Timestamp;
import hostler.proto.v1.Event;
import hostler.proto.v1.Service;
import hostler.proto.v1.State;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Fifty services that are units themselves, while the agent is one, too. */
@Timeout(300)
abstract class UnitServicesContract extends AgentAsUnit {
    static final int MANY = 50;
    private static final int LAYER = 10;

    /** How many are stopped by hand; {@code runtime/bench/units} stops more. */
    private static final int STOPS = Math.clamp(Integer.getInteger("hostler.stops", 20), 1, MANY);

    private static final List<Integer> ALL = IntStream.range(0, MANY).boxed().toList();

    private static final AtomicInteger ROUNDS = new AtomicInteger();

    /** No test meets what the manager remembers of the units of another. */
    private final int round = ROUNDS.incrementAndGet();

    /** Five layers of ten: each service needs the one below it. */
    @BeforeEach
    void install() throws Exception {
        install("systemd:\n  create: transient\n");
        for (int number : ALL) {
            String needs =
                    number < LAYER
                            ? ""
                            : ", \"dependencies\": [{\"package\": \"%s\"}]"
                                    .formatted(name(number - LAYER));
            agent.workspace()
                    .write(
                            name(number),
                            """
                            {"package": "%s", "version": "1", "binary": {"path": "/bin/sleep"},
                             "startup": {"method": "systemd", "args": ["100000"],
                                         "autostart": true, "stop_timeout": "2s"}%s}
                            """
                                    .formatted(name(number), needs));
        }
        agent.start();
        awaitAll();
    }

    /** Who does not run is named with its reason. */
    private void awaitAll() {
        try {
            agent.awaitRunning(MANY);
        } catch (ConditionTimeoutException e) {
            throw new AssertionError(
                    agent.services().stream()
                            .filter(service -> service.getState() != State.STATE_RUNNING)
                            .map(service -> service.getName() + ": " + service.getReason())
                            .collect(Collectors.joining("\n")),
                    e);
        }
    }

    @AfterEach
    void end() throws Exception {
        agent.close();
        Files.deleteIfExists(dropIns().resolve("reload.conf"));
        Files.deleteIfExists(dropIns());
        manager.systemctl("daemon-reload");
    }

    String name(int number) {
        return "unit-" + round + "-" + number;
    }

    private String unit(int number) {
        return name(number) + ".service";
    }

    private Map<String, Identity> processes() throws Exception {
        Map<String, Identity> running = new TreeMap<>();
        for (int number : ALL) {
            int pid = Integer.parseInt(manager.property(unit(number), "MainPID"));
            Identity.of(pid).ifPresent(process -> running.put(name(number), process));
        }
        return running;
    }

    private Service awaitAnother(int number, Identity before) {
        return agent.awaitService(
                name(number),
                service ->
                        service.getState() == State.STATE_RUNNING
                                && service.getPid() != before.pid());
    }

    @Test
    void theyStartInOrderCrashReloadPauseAndOutliveTheAgent() throws Exception {
        Map<String, Identity> first = processes();
        assertThat(first).hasSize(MANY).isEqualTo(agent.identities());
        startedInOrder(first);

        for (int number : ALL.subList(MANY - LAYER, MANY)) {
            first.get(name(number)).kill();
            assertThat(awaitAnother(number, first.get(name(number))).getLastExit())
                    .contains("killed by signal 9");
        }
        Map<String, Identity> second = processes();
        assertThat(second.keySet()).isEqualTo(first.keySet());

        Path signs = giveThemReloads();
        assertThat(agent.hostler("reload", "--all").exitCode()).isZero();
        reloaded(signs, second);

        agent.hostler("pause", name(MANY - 1));
        assertThat(second.get(name(MANY - 1)).stopped()).isTrue();
        agent.kill();
        agent.awaitState(name(MANY - 1), State.STATE_PAUSED);
        agent.hostler("resume", name(MANY - 1));
        agent.awaitRunning(MANY);

        failsToReload(signs, 0);
        assertThat(processes()).isEqualTo(second).isEqualTo(agent.identities());
    }

    /**
     * As an operator does: from now on a reload of each writes down for which main process it ran,
     * and fails where there is a sign that it should.
     */
    private Path giveThemReloads() throws Exception {
        Path signs = Files.createDirectories(agent.home().resolve("reloads"));
        manager.own(signs);
        Files.createDirectories(dropIns());
        Files.writeString(
                dropIns().resolve("reload.conf"),
                "[Service]\nExecReload=/bin/sh -c 'cd %s; echo $MAINPID >> %%N; ! test -e %%N.bad'\n"
                        .formatted(signs));
        manager.own(dropIns());
        manager.systemctl("daemon-reload");
        return signs;
    }

    /** Of all units of this round; see systemd.unit(5) on truncated names. */
    private Path dropIns() {
        return manager.units().resolve("unit-" + round + "-.service.d");
    }

    private void reloaded(Path signs, Map<String, Identity> before) throws Exception {
        for (Map.Entry<String, Identity> each : before.entrySet()) {
            assertThat(signs.resolve(each.getKey())).hasContent("" + each.getValue().pid());
            assertThat(agent.explained(each.getKey()).getEventsList().getLast().getMessage())
                    .startsWith("reloaded, commanded by ");
        }
        assertThat(processes()).isEqualTo(before).isEqualTo(agent.identities());
    }

    /** The agent by now is not the one that has started it. */
    private void failsToReload(Path signs, int number) throws Exception {
        Files.createFile(signs.resolve(name(number) + ".bad"));
        Outcome outcome = agent.hostler("reload", name(number), name(number + 1));
        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.out())
                .contains("has not reloaded: the job is 'failed', its result 'exit-code'");
        assertThat(signs.resolve(name(number + 1))).content().hasLineCount(2);
    }

    private void startedInOrder(Map<String, Identity> processes) {
        for (int number : ALL.subList(LAYER, MANY)) {
            assertThat(processes.get(name(number)).startTicks())
                    .isGreaterThanOrEqualTo(processes.get(name(number - LAYER)).startTicks());
        }
    }

    @Test
    void aStopByHandIsNoticedAtOnceAlsoAfterTheManagerHasReExecutedItself() throws Exception {
        List<Duration> noticed = new ArrayList<>();
        for (int number : ALL.subList(MANY - STOPS, MANY)) {
            noticed.add(stopByHand(number));
        }
        System.out.println("a stop by hand was noticed " + distribution(noticed));
        Map<String, Identity> before = processes();

        manager.systemctl("daemon-reexec");

        assertThat(processes()).isEqualTo(before);
        System.out.println("and after a daemon-reexec " + distribution(List.of(stopByHand(0))));
        Map<String, Identity> after = processes();
        assertThat(after).containsAllEntriesOf(without(before, name(0)));
    }

    private static String distribution(List<Duration> noticed) {
        List<Double> sorted = noticed.stream().sorted().map(each -> each.toNanos() / 1e6).toList();
        return "%s ms after the manager's own word of it: p50 %s, max %s"
                .formatted(sorted, sorted.get(sorted.size() / 2), sorted.getLast());
    }

    private static Map<String, Identity> without(Map<String, Identity> all, String name) {
        Map<String, Identity> rest = new TreeMap<>(all);
        rest.remove(name);
        return rest;
    }

    /** How long after the manager the agent has known it, by the clock of both. */
    private Duration stopByHand(int number) throws Exception {
        long known = agent.explained(name(number)).getEventsList().getLast().getSequence();
        manager.systemctl("stop", unit(number));
        agent.await(name(number) + " is seen to end", () -> !ends(number, known).isEmpty());
        Instant stopped = manager.stopped(unit(number));
        Instant noticed = instant(ends(number, known).getFirst().getAt());
        assertThat(noticed).isAfterOrEqualTo(stopped);
        return Duration.between(stopped, noticed);
    }

    private static Instant instant(Timestamp moment) {
        return Instant.ofEpochSecond(moment.getSeconds(), moment.getNanos());
    }

    private List<Event> ends(int number, long after) {
        return agent.explained(name(number)).getEventsList().stream()
                .filter(event -> event.getSequence() > after)
                .toList();
    }
}
