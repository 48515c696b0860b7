package hostler.os.linux;

import hostler.os.api.BirthRecord;
import hostler.os.api.ProcessIdentity;
import hostler.os.api.ProcessTable;
import hostler.os.api.SpawnOrder;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** The processes of this machine. Safe for any number of threads. */
@Component(service = ProcessTable.class)
public final class ProcTable implements ProcessTable {

    private static final int MOST_LOOKS = 4;

    /** In the place of children nobody can tell. */
    private static final int NOBODY = -1;

    private static final Set<Integer> UNKNOWN = Set.of(NOBODY);

    private final ProcFileSystem proc;
    private final String bootId;
    private final long ticksPerSecond;

    /** Of the {@code /proc} of this machine. */
    @Activate
    public ProcTable() {
        this(new ProcFileSystem(Path.of("/proc")), Sysconf.ticksPerSecond());
    }

    ProcTable(ProcFileSystem proc, long ticksPerSecond) {
        this.proc = proc;
        this.bootId = proc.line("sys/kernel/random/boot_id");
        this.ticksPerSecond = ticksPerSecond;
    }

    @Override
    public String bootId() {
        return bootId;
    }

    @Override
    public Optional<ProcessIdentity> identify(int pid) {
        return proc.stat(pid).map(this::identity);
    }

    private ProcessIdentity identity(ProcStat stat) {
        return new ProcessIdentity(bootId, stat.pid(), stat.startTicks());
    }

    @Override
    public boolean alive(ProcessIdentity identity) {
        return find(identity).filter(ProcStat::alive).isPresent();
    }

    private Optional<ProcStat> find(ProcessIdentity identity) {
        return identity.bootId().equals(bootId)
                ? proc.stat(identity.pid())
                        .filter(stat -> stat.startTicks() == identity.startTicks())
                : Optional.empty();
    }

    @Override
    public Optional<Instant> startedAt(ProcessIdentity identity) {
        return find(identity).map(stat -> Instant.now().minusNanos(ageNanos(stat)));
    }

    private long ageNanos(ProcStat stat) {
        return stat.ageNanos(proc.uptimeNanos(), ticksPerSecond);
    }

    @Override
    public Set<ProcessIdentity> tree(BirthRecord launch) {
        if (!launch.process().bootId().equals(bootId) || deserted(launch)) {
            return Set.of();
        }
        ProcessTree tree = new ProcessTree(launch, proc.all());
        tree.addDescendants();
        tree.addIf(stat -> carriesCookie(stat, launch.launchId()));
        return tree.members().stream().map(this::identity).collect(Collectors.toUnmodifiableSet());
    }

    /**
     * {@inheritDoc}
     *
     * <p>A keeper is a subreaper (PR_SET_CHILD_SUBREAPER of prctl(2)): the kernel gives it the
     * children of whoever ends below it before it tells anybody of that end. So each live process
     * of the launch has an ancestor among the keeper's live children, or is one; where there is
     * none of these there is none at all. That it is that very keeper is asked after its children,
     * for the number may change hands before, and a keeper that has gone may have left somebody
     * behind. The dead main process as its child proves that as well: an orphan would be another's.
     */
    @Override
    public boolean deserted(BirthRecord launch) {
        ProcessIdentity keeper = launch.keeper();
        Set<Integer> dead = new HashSet<>();
        // Asked first, as it usually is the only child: then one look is enough.
        int main = launch.process().pid();
        boolean adopted = diedUnder(keeper, launch.process());
        if (adopted) {
            dead.add(main);
        }
        for (int look = 0; look < MOST_LOOKS; look++) {
            Set<Integer> children = proc.children(keeper.pid()).orElse(UNKNOWN);
            // Only of who was dead before the look is it certain that he left nobody behind.
            if (dead.containsAll(children)) {
                return (adopted && children.contains(main)) || alive(keeper);
            }
            if (children.stream().anyMatch(this::mayLive)) {
                return false;
            }
            dead.addAll(children);
        }
        return false;
    }

    private boolean diedUnder(ProcessIdentity keeper, ProcessIdentity main) {
        return find(main)
                .filter(stat -> !stat.alive() && stat.parent() == keeper.pid())
                .isPresent();
    }

    private boolean mayLive(int pid) {
        return pid == NOBODY || lives(pid);
    }

    private boolean lives(int pid) {
        return proc.stat(pid).filter(ProcStat::alive).isPresent();
    }

    private boolean carriesCookie(ProcStat stat, String launchId) {
        String cookie = "\0" + SpawnOrder.COOKIE + "=" + launchId + "\0";
        return proc.environment(stat.pid())
                .filter(environment -> ("\0" + environment + "\0").contains(cookie))
                .isPresent();
    }
}
