package hostler.metrics;

import hostler.metrics.api.HostSample;
import hostler.metrics.api.HostSample.CpuMode;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes samples out of readings of the machine. For one thread. */
final class HostSampling {

    private static final Set<CpuMode> BUSY =
            EnumSet.of(CpuMode.USER, CpuMode.NICE, CpuMode.SYSTEM, CpuMode.IRQ, CpuMode.SOFTIRQ);

    private @Nullable Work before;

    /** What the processors have done since boot. */
    private record Work(long busy, long all) {
        static Work of(List<Map<CpuMode, Duration>> processors) {
            return new Work(nanos(processors, BUSY), nanos(processors, Set.of(CpuMode.values())));
        }

        private static long nanos(List<Map<CpuMode, Duration>> processors, Set<CpuMode> modes) {
            return processors.stream()
                    .flatMap(times -> modes.stream().map(times::get))
                    .mapToLong(Duration::toNanos)
                    .sum();
        }

        /** 0 to 100; a counter that was set back, as iowait may be, is no time. */
        double percentSince(Work earlier) {
            long whole = all - earlier.all;
            double percent = whole <= 0 ? 0 : 100.0 * (busy - earlier.busy) / whole;
            return Math.clamp(percent, 0, 100);
        }
    }

    /** The sample of a reading; empty for the first, as use of processors is a difference. */
    Optional<HostSample> sample(Machine.Reading reading, Instant at) {
        Work now = Work.of(reading.processors());
        Optional<HostSample> sample =
                Optional.ofNullable(before)
                        .map(earlier -> sample(reading, at, now.percentSince(earlier)));
        before = now;
        return sample;
    }

    private static HostSample sample(Machine.Reading reading, Instant at, double cpuPercent) {
        return new HostSample(
                at,
                reading.bootedAt(),
                cpuPercent,
                reading.processors(),
                reading.memory(),
                reading.load(),
                reading.root(),
                reading.networks());
    }
}
