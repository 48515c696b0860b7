package hostler.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import hostler.metrics.api.HostSample;
import hostler.metrics.api.HostSample.CpuMode;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HostSamplingTest {
    private final HostSampling sampling = new HostSampling();

    /** One processor that has spent so many seconds. */
    private static Machine.Reading reading(long user, long idle, long iowait) {
        Map<CpuMode, Duration> times = new EnumMap<>(CpuMode.class);
        for (CpuMode mode : CpuMode.values()) {
            times.put(mode, Duration.ZERO);
        }
        times.put(CpuMode.USER, Duration.ofSeconds(user));
        times.put(CpuMode.IDLE, Duration.ofSeconds(idle));
        times.put(CpuMode.IOWAIT, Duration.ofSeconds(iowait));
        return new Machine.Reading(
                Instant.EPOCH,
                List.of(times),
                new HostSample.Memory(1000, 250),
                new HostSample.Load(1, 2, 3),
                new HostSample.Disk(100, 90),
                List.of());
    }

    private double percent(Machine.Reading next) {
        return sampling.sample(next, Instant.EPOCH).orElseThrow().cpuPercent();
    }

    @Test
    void useOfProcessorsIsADifferenceSoTheFirstReadingIsNoSample() {
        assertThat(sampling.sample(reading(100, 100, 0), Instant.EPOCH)).isEmpty();
        assertThat(percent(reading(103, 107, 0))).isEqualTo(30);
    }

    @Test
    void waitingForADiskIsNoUse() {
        sampling.sample(reading(0, 0, 0), Instant.EPOCH);

        assertThat(percent(reading(1, 0, 3))).isEqualTo(25);
    }

    @Test
    void aCounterThatWasSetBackIsNoUse() {
        sampling.sample(reading(10, 10, 10), Instant.EPOCH);

        assertThat(percent(reading(10, 10, 5))).isZero();
    }

    @Test
    void memoryAndDiskTellHowMuchOfThemIsUsed() {
        assertThat(reading(0, 0, 0).memory().usedPercent()).isEqualTo(75);
        assertThat(reading(0, 0, 0).root().usedPercent()).isEqualTo(10);
        assertThat(new HostSample.Disk(0, 0).usedPercent()).isZero();
    }
}
