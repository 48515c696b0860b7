package hostler.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import hostler.metrics.api.HostSample;
import hostler.metrics.api.HostSample.CpuMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** This machine, against what the kernel says in its own words. */
class ProcMachineTest {
    private final Machine.Reading reading = read();

    private static Machine.Reading read() {
        try {
            return new ProcMachine().read();
        } catch (java.io.IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void everyProcessorTellsOfEveryMode() throws Exception {
        long processors =
                Files.readAllLines(Path.of("/proc/stat")).stream()
                        .filter(line -> line.matches("cpu\\d.*"))
                        .count();

        assertThat(reading.processors()).hasSize((int) processors);
        assertThat(reading.processors())
                .allSatisfy(times -> assertThat(times).containsOnlyKeys(CpuMode.values()))
                .allSatisfy(times -> assertThat(idle(times)).isPositive());
    }

    private static Duration idle(Map<CpuMode, Duration> times) {
        return times.getOrDefault(CpuMode.IDLE, Duration.ZERO);
    }

    @Test
    void noProcessorHasSpentMoreTimeThanThereWasSinceBoot() {
        Duration up = Duration.between(reading.bootedAt(), Instant.now()).plusMinutes(1);

        assertThat(reading.processors())
                .allSatisfy(times -> assertThat(idle(times)).isLessThan(up));
    }

    @Test
    void memoryIsTheKernels() throws Exception {
        String total =
                Files.readAllLines(Path.of("/proc/meminfo")).getFirst().replaceAll("\\D", "");

        assertThat(reading.memory().total()).isEqualTo(Long.parseLong(total) * 1024);
        assertThat(reading.memory().available()).isBetween(1L, reading.memory().total());
        assertThat(reading.root().total()).isPositive();
        assertThat(reading.networks()).extracting(HostSample.Network::name).contains("lo");
    }

    @Test
    void loadIsThreeAverages() {
        assertThat(ProcMachine.load("0.20 1.18 0.12 1/80 11206\n"))
                .isEqualTo(new HostSample.Load(0.20, 1.18, 0.12));
    }

    @Test
    void networksAreSortedWhateverTheirColumnsLookLike() {
        assertThat(
                        ProcMachine.networks(
                                List.of(
                                        "Inter-|   Receive                  |  Transmit",
                                        " face |bytes    packets errs drop fifo frame compressed"
                                                + " multicast|bytes    packets",
                                        "    lo: 100 1 0 0 0 0 0 0 200 1 0 0 0 0 0 0",
                                        "eth0:1:3000000000 1 0 0 0 0 0 0 4 1 0 0 0 0 0 0")))
                .containsExactly(
                        new HostSample.Network("eth0:1", 3_000_000_000L, 4),
                        new HostSample.Network("lo", 100, 200));
    }
}
