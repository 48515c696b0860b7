package hostler.launcher.direct;

import static org.assertj.core.api.Assertions.assertThat;

import hostler.launcher.api.Launch;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Complaint 24, and what a child of a JVM costs: a thread and some memory. A service costs neither.
 *
 * <p>{@code -Dhostler.starts=2000} for more; {@code runtime/bench/starts} does that.
 */
@Timeout(300)
class ManyStartsTest {
    private static final int STARTS = Integer.getInteger("hostler.starts", 500);
    private static final int FIRST = 20;

    /** Carriers of virtual threads and the few threads of the doors; they do not grow in number. */
    private static final long CONSTANT = 24;

    private static final String SERVICE = "exec sleep 1000";

    @TempDir Path directory;

    /** What the kernel says of this JVM. */
    private record Cost(long threads, long residentKib, long anonymousKib) {

        static Cost now() throws Exception {
            System.gc();
            List<String> status = Files.readAllLines(Path.of("/proc/self/status"));
            return new Cost(
                    number(status, "Threads:"),
                    number(status, "VmRSS:"),
                    number(status, "RssAnon:"));
        }

        private static long number(List<String> status, String key) {
            return status.stream()
                    .filter(line -> line.startsWith(key))
                    .map(line -> line.replaceAll("\\D", ""))
                    .mapToLong(Long::parseLong)
                    .findFirst()
                    .orElseThrow();
        }
    }

    @Test
    void noServiceCostsTheAgentAThreadOrAChild() throws Exception {
        try (RealLaunches launches = new RealLaunches(directory)) {
            List<Launch> running = new ArrayList<>(inSequence(launches, FIRST));
            Cost base = Cost.now();
            report("after the first " + FIRST, base, 0);

            long started = System.nanoTime();
            running.addAll(inSequence(launches, STARTS));
            report("+ " + STARTS + " in sequence", Cost.now(), started);

            started = System.nanoTime();
            running.addAll(atOnce(launches, STARTS));
            Cost end = Cost.now();
            report("+ " + STARTS + " at once", end, started);

            assertThat(running).hasSize(FIRST + 2 * STARTS);
            assertThat(running).allMatch(launch -> launches.table.alive(launch.process()));
            assertThat(running).extracting(Launch::process).doesNotHaveDuplicates();
            assertThat(ProcessHandle.current().children()).isEmpty();
            assertThat(end.threads() - base.threads()).isLessThanOrEqualTo(CONSTANT);
        }
    }

    private static List<Launch> inSequence(RealLaunches launches, int count) throws Exception {
        List<Launch> launched = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            launched.add(launches.launch(SERVICE, (handle, event) -> {}));
        }
        return launched;
    }

    /** As the core does: a virtual thread a service. */
    private static List<Launch> atOnce(RealLaunches launches, int count) throws Exception {
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            Callable<Launch> start = () -> launches.launch(SERVICE, (handle, event) -> {});
            List<Launch> launched = new ArrayList<>();
            for (Future<Launch> each : callers.invokeAll(Collections.nCopies(count, start))) {
                launched.add(each.get());
            }
            return launched;
        }
    }

    private static void report(String what, Cost cost, long started) {
        System.out.printf(
                "%-22s %3d threads, %d KiB resident, %d KiB anonymous%s%n",
                what,
                cost.threads(),
                cost.residentKib(),
                cost.anonymousKib(),
                started == 0 ? "" : ", " + (System.nanoTime() - started) / 1_000_000 + " ms");
    }
}
