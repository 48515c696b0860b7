package hostler.itest;

import static org.assertj.core.api.Assertions.assertThat;

import hostler.proto.v1.State;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The figures of a whole agent, as Prometheus scrapes them. */
class MetricsTest {
    private static final String PROCESSES = "hostler_service_processes";

    /** The JDK's thread for children of its own. */
    private static final String REAPER = "process reaper";

    @TempDir Path directory;

    @Test
    void aServiceIsMeasuredWithItsWholeTreeForAsLongAsItRuns() throws Exception {
        try (LiveAgent agent = new LiveAgent(directory)) {
            agent.configure("metrics: {interval: 1s}\n");
            agent.workspace()
                    .shell("tree", "(setsid sleep 100000 &); sleep 100000 & exec sleep 100000", "")
                    .sleeper("other", "");
            agent.start().awaitRunning(2);
            agent.await(
                    "its tree is seen",
                    () ->
                            Scrape.of(agent).has(PROCESSES, "service", "tree")
                                    && Scrape.of(agent).value(PROCESSES, "service", "tree") == 3);

            Scrape scrape = Scrape.of(agent);
            assertThat(scrape.value("hostler_services", "state", "running")).isEqualTo(2);
            assertThat(scrape.value("hostler_service_up", "service", "tree")).isEqualTo(1);
            assertThat(scrape.value("hostler_service_resident_memory_bytes", "service", "tree"))
                    .isPositive();
            assertThat(scrape.value("hostler_service_cpu_seconds_total", "service", "tree"))
                    .isNotNegative();
            assertThat(scrape.value("node_memory_MemTotal_bytes")).isPositive();
            assertThat(scrape.value("node_boot_time_seconds")).isPositive();

            agent.hostler("stop", "tree");
            agent.awaitState("tree", State.STATE_STOPPED);
            agent.await(
                    "it is measured no more",
                    () -> !Scrape.of(agent).has(PROCESSES, "service", "tree"));
            assertThat(Scrape.of(agent).value("hostler_service_up", "service", "tree")).isZero();
        }
    }

    @Test
    void samplingStartsNoProgram() throws Exception {
        try (LiveAgent agent = new LiveAgent(directory)) {
            agent.configure("metrics: {interval: 1s}\n");
            agent.start();
            agent.await("the machine is sampled", () -> Scrape.of(agent).hasAny("node_load1"));

            assertThat(threads(agent.pid())).hasSizeGreaterThan(1).doesNotContain(REAPER);
        }
    }

    private static List<String> threads(long pid) throws IOException {
        try (Stream<Path> tasks = Files.list(Path.of("/proc/" + pid + "/task"))) {
            return tasks.map(MetricsTest::name).toList();
        }
    }

    private static String name(Path task) {
        try {
            return Files.readString(task.resolve("comm")).strip();
        } catch (IOException ended) {
            return "";
        }
    }
}
