package hostler.launcher.direct;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import hostler.launcher.api.Launch;
import hostler.launcher.api.StopOrder;
import hostler.launcher.testkit.LauncherContract;
import hostler.os.api.ProcessIdentity;
import hostler.os.api.Signal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Faults B1, B2, B4, B5 and complaint 4: services that do everything to outlive their stop, see
 * {@code hostile.c}. /proc is the judge, by the program file that they run; and the keeper, which
 * the kernel lets end only when nobody below it is left.
 *
 * <p>{@code -Dhostler.stops=1000} for more; {@code runtime/bench/hostile} does that.
 */
@Timeout(1200)
class HostileTreesTest {
    private static final int STOPS = Integer.getInteger("hostler.stops", 63);
    private static final StopOrder ORDER = new StopOrder(Signal.TERM, Duration.ofMillis(50));

    /** What the service does against its end; as {@code hostile.c} calls it. */
    private enum Hostility {
        DEAF,
        STORM,
        DAEMONS,
        LEAVINGS,
        VFORK,
        ORPHANS,
        SLEEPWALKERS,
        DISGUISE,
        HOPPERS
    }

    @TempDir Path directory;
    private Path program;

    /** How long after the end of the grace each stop returned; nothing was left then. */
    private final Map<Hostility, List<Duration>> late = new TreeMap<>();

    @BeforeEach
    void compile() throws Exception {
        program = CProgram.compile("hostile", directory);
    }

    @Test
    void nothingSurvivesAStop() throws Exception {
        try (RealLaunches launches = new RealLaunches(directory)) {
            for (int stop = 0; stop < STOPS; stop++) {
                Hostility[] all = Hostility.values();
                Hostility hostility = all[stop % all.length];
                late.computeIfAbsent(hostility, one -> new ArrayList<>())
                        .add(stop(launches, hostility));
            }
        }
        late.forEach((hostility, times) -> print(hostility.name(), times));
        print("all", late.values().stream().flatMap(List::stream).toList());
    }

    private Duration stop(RealLaunches launches, Hostility hostility) throws Exception {
        Launch launch = launch(launches, hostility);
        ProcessIdentity keeper = launches.birth(launch.handle()).keeper();
        long started = System.nanoTime();
        launches.launcher().stop(launch.handle(), ORDER);
        long ended = System.nanoTime();
        assertThat(Judge.running(program)).as("survivors of %s", hostility).isEmpty();
        await("nobody is left below the keeper of " + hostility)
                .atMost(LauncherContract.SOON)
                .pollInterval(Duration.ofMillis(2))
                .until(() -> !launches.table.alive(keeper));
        assertThat(Judge.running(program)).as("survivors of %s", hostility).isEmpty();
        return Duration.ofNanos(ended - started).minus(ORDER.grace());
    }

    private Launch launch(RealLaunches launches, Hostility hostility) throws Exception {
        Path ready = directory.resolve("ready");
        Files.deleteIfExists(ready);
        String mode = hostility.name().toLowerCase(Locale.ROOT);
        Launch launch =
                launches.launch(
                        "exec " + program + " " + mode + " " + ready, (handle, event) -> {});
        await(hostility + " is ready")
                .atMost(LauncherContract.SOON)
                .pollInterval(Duration.ofMillis(2))
                .until(() -> Files.exists(ready));
        return launch;
    }

    private static void print(String what, List<Duration> times) {
        long[] sorted = times.stream().mapToLong(Duration::toNanos).sorted().toArray();
        System.out.printf(
                "%-12s %4d stops, 0 survivors; from the end of the grace until nothing was left:"
                        + " p50 %.1f ms, p99 %.1f ms, most %.1f ms%n",
                what,
                sorted.length,
                percentile(sorted, 50),
                percentile(sorted, 99),
                percentile(sorted, 100));
    }

    private static double percentile(long[] sorted, int percent) {
        return sorted[Math.max(0, (sorted.length * percent + 99) / 100 - 1)] / 1e6;
    }
}
