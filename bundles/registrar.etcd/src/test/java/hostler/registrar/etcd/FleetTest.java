package hostler.registrar.etcd;

import static org.assertj.core.api.Assertions.assertThat;

import hostler.etcd.Etcd;
import hostler.etcd.EtcdSettings;
import hostler.etcd.testkit.EtcdMember;
import hostler.registrar.api.Announcement;
import hostler.registrar.api.Announcement.AnnouncedService;
import hostler.registrar.api.Registration.Registered;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Many agents against one etcd: the same code as in an agent, many times in one JVM, over a few
 * shared connections. Prints what it costs; {@code -Dhostler.fleet=N} says how many agents, {@code
 * -Dhostler.connections=N} over how many connections, {@code -Dhostler.atonce=N} how many begin at
 * the same moment, {@code -Dhostler.steady=SECONDS} for how long they are looked at.
 */
class FleetTest {
    private static final int AGENTS = Integer.getInteger("hostler.fleet", 200);
    private static final int STEADY = Integer.getInteger("hostler.steady", 3);
    private static final int CONNECTIONS = Integer.getInteger("hostler.connections", 8);

    /** So many machines are switched on at the same moment, and the next ones after them. */
    private static final int AT_ONCE = Integer.getInteger("hostler.atonce", AGENTS);

    private static final int SERVICES = 5;
    private static final int KEYS_EACH = 3;
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    @TempDir Path directory;

    private record Agent(Session session, Outcome outcome) {
        boolean registered() {
            return outcome.current() instanceof Registered;
        }
    }

    @Test
    void aWholeFleetRegistersStaysAndComesBack() throws Exception {
        EtcdMember.require();
        try (EtcdMember member =
                EtcdMember.started(directory, "--quota-backend-bytes=4000000000")) {
            EtcdSettings settings = Registering.settings(List.of(member.endpoint()));
            List<Etcd> connections =
                    IntStream.range(0, CONNECTIONS).mapToObj(n -> new Etcd(settings)).toList();
            List<Agent> agents = new ArrayList<>();
            try {
                fly(member, connections, agents);
            } finally {
                connections.forEach(Etcd::close);
                for (Agent agent : agents) {
                    agent.session().stop(Duration.ofSeconds(10));
                }
            }
        }
    }

    private void fly(EtcdMember member, List<Etcd> connections, List<Agent> agents)
            throws Exception {
        Etcd etcd = connections.getFirst();
        long start = System.nanoTime();
        for (int number = 0; number < AGENTS; number++) {
            agents.add(launched(number, connections.get(number % CONNECTIONS)));
            if (agents.size() % AT_ONCE == 0) {
                await(agents, true);
            }
        }
        await(agents, true);
        System.out.printf(
                "%d agents over %d connections, %d switched on at once: registered in %d ms%n",
                AGENTS, CONNECTIONS, AT_ONCE, sinceMillis(start));

        steady(member, etcd);

        member.kill();
        await(agents, false);
        member.launch();
        Witness.Answer answer = Witness.awaitAnswer(List.of(member.endpoint()));
        answer.from().close();
        long back = answer.at();
        await(agents, true);
        System.out.printf("all registered again %d ms after etcd's return%n", sinceMillis(back));
        assertThat(etcd.list("").entries()).hasSize(AGENTS * KEYS_EACH);
    }

    private static Agent launched(int number, Etcd etcd) {
        Announcement announcement =
                new Announcement(
                        "agent-%05d".formatted(number),
                        "0.1.0",
                        "10.%d.%d.1:10380".formatted(number / 250, number % 250),
                        IntStream.range(0, SERVICES)
                                .mapToObj(
                                        n ->
                                                new AnnouncedService(
                                                        "service-" + n,
                                                        "1.0.0",
                                                        Optional.of(Instant.EPOCH)))
                                .toList());
        Outcome outcome = new Outcome("etcd", InstantSource.system());
        Plan plan = Plan.of("/agents", Duration.ofSeconds(60), Duration.ofSeconds(30));
        Session session =
                new Session(
                        etcd,
                        () -> new Outlook.Ready(announcement),
                        plan,
                        outcome,
                        InstantSource.system());
        return new Agent(session.start(), outcome);
    }

    private static void await(List<Agent> agents, boolean registered) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!agents.stream().allMatch(agent -> agent.registered() == registered)) {
            assertThat(System.nanoTime())
                    .as("registered: " + agents.stream().filter(Agent::registered).count())
                    .isLessThan(end);
            Thread.sleep(Duration.ofMillis(10));
        }
    }

    private static void steady(EtcdMember member, Etcd etcd) throws Exception {
        long revision = etcd.list("none").position().revision();
        long cpu = cpuMillis();
        Thread.sleep(Duration.ofSeconds(STEADY));
        long written = etcd.list("none").position().revision() - revision;
        System.gc();
        System.out.printf(
                "steady: %.1f writes/s, %.2f %% of a core for all of them, heap %d MiB, etcd %d MiB%n",
                (double) written / STEADY,
                (cpuMillis() - cpu) / 10.0 / STEADY,
                (Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory()) >> 20,
                residentMib(member.pid()));
    }

    private static long cpuMillis() {
        return ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class)
                        .getProcessCpuTime()
                / 1_000_000;
    }

    private static long residentMib(long pid) throws IOException {
        return Files.readAllLines(Path.of("/proc/" + pid + "/status")).stream()
                .filter(line -> line.startsWith("VmRSS"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) >> 10)
                .findFirst()
                .orElseThrow();
    }

    private static long sinceMillis(long start) {
        return Duration.ofNanos(System.nanoTime() - start).toMillis();
    }
}
