package hostler.itest;

import static org.assertj.core.api.Assertions.assertThat;

import hostler.systemd.testkit.Bed;
import java.nio.file.Files;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** {@code hostler logs -f} of a unit, while agents end and begin and its journal is cut. */
@Timeout(180)
class FollowedJournalTest {
    /** Ctrl-C: the shell's 128 and the number of the signal. */
    private static final int INTERRUPTED = 130;

    private static final String UNIT = "counter.service";

    private final UnitManager manager = UnitManager.system();
    private UnitAgent agent;

    @BeforeAll
    static void bed() {
        Bed.required();
    }

    @BeforeEach
    void aUnitCounts() throws Exception {
        Files.writeString(
                manager.units().resolve(UNIT),
                """
                [Service]
                ExecStart=/bin/sh -c 'i=0; while :; do i=$$((i+1)); echo line $$i; sleep 0.05; done'
                LogRateLimitIntervalSec=0
                """);
        agent = UnitAgent.install(manager, "");
        agent.workspace()
                .write(
                        "counter",
                        """
                        {"package": "counter", "version": "1",
                         "startup": {"method": "systemd", "autostart": true}}
                        """);
        agent.start().awaitRunning(1);
    }

    @AfterEach
    void end() throws Exception {
        manager.systemctl("stop", UNIT);
        agent.close();
        Files.delete(manager.units().resolve(UNIT));
        manager.systemctl("daemon-reload");
    }

    @Test
    void everyLineComesOnceAcrossAgentsAndRotationsAndWhatAVacuumTookIsDeclared() throws Exception {
        try (Typed follower =
                Typed.start(agent.home(), List.of("logs", "counter", "-f", "-n", "10000"))) {
            follower.await("line", 10);
            journal("--rotate");
            agent.kill();
            follower.await("the agent is back", 1);
            agent.stop();
            journal("--rotate");
            agent.start();
            follower.await("the agent is back", 2);
            follower.await(lastLine());
            List<Integer> followed = numbers(follower);
            assertThat(followed).isEqualTo(journaled().subList(0, followed.size()));
            assertThat(jumps(followed)).isEmpty();
            assertThat(follower.count("[hostler: ")).isZero();

            agent.stop();
            journal("--rotate");
            journal("--vacuum-files=1");
            agent.start();
            follower.await("[hostler: the journal has thrown away what was read last", 1);
            follower.await(lastLine());
            agent.stop();
            follower.interrupt();
            assertThat(follower.ends(30, TimeUnit.SECONDS)).isEqualTo(INTERRUPTED);
            assertThat(numbers(follower)).isSorted().doesNotHaveDuplicates();
            assertThat(jumps(numbers(follower))).hasSize(1);
        }
    }

    private static void journal(String doing) throws Exception {
        Bed.run("journalctl", doing);
    }

    private static String lastLine() throws Exception {
        return printed("--lines=1");
    }

    private static String printed(String lines) throws Exception {
        return Bed.run(
                "journalctl", "--output=cat", lines, "_SYSTEMD_UNIT=" + UNIT, "_TRANSPORT=stdout");
    }

    private static List<Integer> numbers(Typed follower) throws Exception {
        return numbers(Files.readString(follower.output()));
    }

    /** What there is to be followed, by journald's own word. */
    private static List<Integer> journaled() throws Exception {
        return numbers(printed("--lines=all"));
    }

    private static List<Integer> numbers(String text) {
        return text.lines()
                .filter(line -> line.startsWith("line "))
                .map(line -> Integer.valueOf(line.substring("line ".length())))
                .toList();
    }

    /** Where something is missing or comes again, counted from one. */
    private static List<String> jumps(List<Integer> numbers) {
        return IntStream.range(0, numbers.size())
                .filter(i -> numbers.get(i) != before(numbers, i) + 1)
                .mapToObj(i -> before(numbers, i) + " and then " + numbers.get(i))
                .toList();
    }

    private static int before(List<Integer> numbers, int i) {
        return i == 0 ? 0 : numbers.get(i - 1);
    }
}
