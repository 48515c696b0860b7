package hostler.os.linux;

import hostler.os.api.ProcessIdentity;
import hostler.os.api.ProcessMeter;
import hostler.os.api.TreeUsage;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** Measures the trees of this machine. Safe for any number of threads. */
@Component(service = ProcessMeter.class)
public final class ProcMeter implements ProcessMeter {

    /** What keepers call themselves, see keeper.c. */
    private static final String KEEPER = "hostler-keeper";

    private static final long NANOS = 1_000_000_000;

    private final ProcFileSystem proc;
    private final Optional<GroupMembers> groups;
    private final String bootId;
    private final long ticksPerSecond;
    private final long pageBytes;

    /** Of the {@code /proc} of this machine. */
    @Activate
    public ProcMeter() {
        this(
                new ProcFileSystem(Path.of("/proc")),
                GroupMembers.ofMachine(),
                Sysconf.ticksPerSecond(),
                Sysconf.pageBytes());
    }

    ProcMeter(
            ProcFileSystem proc,
            Optional<GroupMembers> groups,
            long ticksPerSecond,
            long pageBytes) {
        this.proc = proc;
        this.groups = groups;
        this.bootId = proc.line("sys/kernel/random/boot_id");
        this.ticksPerSecond = ticksPerSecond;
        this.pageBytes = pageBytes;
    }

    @Override
    public Map<ProcessIdentity, TreeUsage> measure(Collection<ProcessIdentity> mains) {
        Forest forest = new Forest(mains.isEmpty() ? List.of() : proc.all());
        long uptime = proc.uptimeNanos();
        Map<ProcessIdentity, TreeUsage> usages = new HashMap<>();
        for (ProcessIdentity main : mains) {
            if (main.bootId().equals(bootId)) {
                forest.find(main).ifPresent(stat -> usages.put(main, usage(forest, stat, uptime)));
            }
        }
        return usages;
    }

    private TreeUsage usage(Forest forest, ProcStat main, long uptime) {
        Tree tree = tree(forest, main);
        return new TreeUsage(
                Duration.ofNanos(main.ageNanos(uptime, ticksPerSecond)),
                tree.cpu(),
                tree.residentPages() * pageBytes,
                tree.size());
    }

    /** The processes of a tree, and the processor time of those that are none any more. */
    private record Tree(List<ProcStat> members, Duration cpu) {
        long residentPages() {
            return members.stream().mapToLong(stat -> stat.cost().residentPages()).sum();
        }

        int size() {
            return (int) members.stream().filter(ProcStat::alive).count();
        }
    }

    private Tree tree(Forest forest, ProcStat main) {
        Optional<ProcStat> keeper =
                forest.find(main.parent()).filter(parent -> parent.name().equals(KEEPER));
        if (keeper.isPresent()) {
            // As a subreaper it has waited for every orphan.
            List<ProcStat> members = forest.below(keeper.get().pid());
            return new Tree(members, time(ticks(members) + keeper.get().cost().reapedTicks()));
        }
        return groups.flatMap(there -> grouped(there, forest, main))
                .orElseGet(() -> descended(forest, main));
    }

    private Optional<Tree> grouped(GroupMembers there, Forest forest, ProcStat main) {
        return there.own(main)
                .map(
                        group -> {
                            List<ProcStat> members =
                                    there.members(group).stream()
                                            .flatMap(pid -> forest.find(pid).stream())
                                            .toList();
                            return new Tree(members, time(there.cpuMicros(group), members));
                        });
    }

    private Duration time(OptionalLong micros, List<ProcStat> members) {
        return micros.isPresent()
                ? Duration.ofNanos(micros.getAsLong() * 1_000)
                : time(ticks(members));
    }

    private Tree descended(Forest forest, ProcStat main) {
        List<ProcStat> members = forest.below(main.pid());
        members.add(main);
        return new Tree(members, time(ticks(members)));
    }

    private static long ticks(List<ProcStat> members) {
        return members.stream()
                .mapToLong(stat -> stat.cost().ticks() + stat.cost().reapedTicks())
                .sum();
    }

    private Duration time(long ticks) {
        return Duration.ofNanos(ticks * (NANOS / ticksPerSecond));
    }
}
