package hostler.metrics.api;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * The machine at one pass.
 *
 * @param at when, a stamp only
 * @param bootedAt when the machine was booted
 * @param cpuPercent of all processors together, 0 to 100, between the last two passes; time a
 *     processor waits for a disk or was taken by the hypervisor is not use
 * @param processors by their numbers, what each has spent its time with since boot
 * @param memory RAM
 * @param load how many tasks wanted to run
 * @param root the file system at {@code /}
 * @param networks sorted by name, loopback included
 */
public record HostSample(
        Instant at,
        Instant bootedAt,
        double cpuPercent,
        List<Map<CpuMode, Duration>> processors,
        Memory memory,
        Load load,
        Disk root,
        List<Network> networks) {

    public HostSample {
        processors = List.copyOf(processors);
        networks = List.copyOf(networks);
    }

    /** What a processor spends its time with, see {@code /proc/stat} in proc_stat(5). */
    public enum CpuMode {
        USER,
        NICE,
        SYSTEM,
        IDLE,
        IOWAIT,
        IRQ,
        SOFTIRQ,
        STEAL
    }

    /**
     * RAM, in bytes.
     *
     * @param available what programs can have without swapping: MemAvailable of proc_meminfo(5)
     */
    public record Memory(long total, long available) {

        /** 0 to 100. */
        public double usedPercent() {
            return percent(total - available, total);
        }
    }

    /** How many tasks wanted to run, on average of so many minutes; see proc_loadavg(5). */
    public record Load(double one, double five, double fifteen) {}

    /**
     * A file system, in bytes.
     *
     * @param free what others than root can still write
     */
    public record Disk(long total, long free) {

        /** 0 to 100. */
        public double usedPercent() {
            return percent(total - free, total);
        }
    }

    /** Bytes that a network interface has received and sent since it is there. */
    public record Network(String name, long receivedBytes, long sentBytes) {}

    private static double percent(long part, long whole) {
        return whole <= 0 ? 0 : 100.0 * part / whole;
    }
}
