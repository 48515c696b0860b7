package hostler.metrics;

import hostler.metrics.api.HostSample.CpuMode;
import hostler.metrics.api.HostSample.Disk;
import hostler.metrics.api.HostSample.Load;
import hostler.metrics.api.HostSample.Memory;
import hostler.metrics.api.HostSample.Network;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import oshi.hardware.CentralProcessor.TickType;
import oshi.hardware.GlobalMemory;
import oshi.hardware.common.platform.linux.LinuxGlobalMemory;
import oshi.util.driver.linux.proc.CpuStat;

/**
 * This machine, by OSHI's readers of {@code /proc}. What OSHI reads only with the help of other
 * programs, or in many files, is read here.
 */
final class ProcMachine implements Machine {

    /** The kernel's USER_HZ, the same on every architecture there is a Java 25 for. */
    private static final long NANOS_PER_TICK = 1_000_000_000 / 100;

    /** OSHI wants to be told how many; most machines have fewer. */
    private static final int FEW_PROCESSORS = 64;

    /** Asked by OSHI only for what is not asked here. */
    private static final long PAGE = 4096;

    private static final int TABLE_HEAD = 2;
    private static final int RECEIVED = 0;
    private static final int SENT = 8;

    private static final Map<CpuMode, TickType> TICKS = ticks();

    private final File root = new File("/");

    private static Map<CpuMode, TickType> ticks() {
        Map<CpuMode, TickType> types = new EnumMap<>(CpuMode.class);
        for (CpuMode mode : CpuMode.values()) {
            types.put(mode, TickType.valueOf(mode.name()));
        }
        return types;
    }

    @Override
    public Reading read() throws IOException {
        return new Reading(
                Instant.ofEpochSecond(CpuStat.getBootTime()),
                processors(),
                memory(),
                load(Files.readString(Path.of("/proc/loadavg"))),
                new Disk(root.getTotalSpace(), root.getUsableSpace()),
                networks(
                        Files.readAllLines(Path.of("/proc/net/dev"), StandardCharsets.ISO_8859_1)));
    }

    @Override
    public long memoryBytes() throws IOException {
        return memory().total();
    }

    /** OSHI logs what it cannot read, and answers nothing. */
    private static Memory memory() throws IOException {
        GlobalMemory memory = new LinuxGlobalMemory(PAGE);
        if (memory.getTotal() <= 0) {
            throw new IOException("/proc/meminfo tells of no memory");
        }
        return new Memory(memory.getTotal(), memory.getAvailable());
    }

    private static List<Map<CpuMode, Duration>> processors() throws IOException {
        List<Map<CpuMode, Duration>> processors =
                Arrays.stream(ticks(FEW_PROCESSORS))
                        .takeWhile(ProcMachine::isThere)
                        .map(ProcMachine::times)
                        .toList();
        if (processors.isEmpty()) {
            throw new IOException("/proc/stat tells of no processor");
        }
        return processors;
    }

    /** A row for each processor, and at least one that is empty. */
    private static long[][] ticks(int rows) {
        long[][] ticks = CpuStat.getProcessorCpuLoadTicks(rows);
        return isThere(ticks[rows - 1]) ? ticks(2 * rows) : ticks;
    }

    private static boolean isThere(long[] ticks) {
        return LongStream.of(ticks).sum() > 0;
    }

    private static Map<CpuMode, Duration> times(long[] ticks) {
        Map<CpuMode, Duration> times = new EnumMap<>(CpuMode.class);
        TICKS.forEach(
                (mode, type) ->
                        times.put(mode, Duration.ofNanos(ticks[type.getIndex()] * NANOS_PER_TICK)));
        return times;
    }

    static Load load(String line) {
        String[] words = line.split(" ", 4);
        return new Load(
                Double.parseDouble(words[0]),
                Double.parseDouble(words[1]),
                Double.parseDouble(words[2]));
    }

    /** See {@code /proc/net/dev} in proc_pid_net(5): two lines of head, then one an interface. */
    static List<Network> networks(List<String> table) {
        return table.stream()
                .skip(TABLE_HEAD)
                .map(ProcMachine::network)
                .sorted(Comparator.comparing(Network::name))
                .toList();
    }

    private static Network network(String line) {
        int colon = line.lastIndexOf(':');
        String[] fields = line.substring(colon + 1).strip().split(" +", -1);
        return new Network(
                line.substring(0, colon).strip(),
                Long.parseLong(fields[RECEIVED]),
                Long.parseLong(fields[SENT]));
    }
}
