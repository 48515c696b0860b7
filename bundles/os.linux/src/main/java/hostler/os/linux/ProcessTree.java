package hostler.os.linux;

import hostler.os.api.BirthRecord;
import hostler.os.api.ProcessIdentity;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Which processes of one pass over {@code /proc} belong to a launch. Nobody is taken in for a bare
 * number: the keeper counts only while it is that very keeper, and the session only while the main
 * process still leads it, for the number of an abandoned session may be a stranger's by now.
 */
final class ProcessTree {

    private final BirthRecord launch;
    private final Map<Integer, ProcStat> all = new HashMap<>();
    private final Map<Integer, List<ProcStat>> children;
    private final Set<Integer> members = new HashSet<>();

    ProcessTree(BirthRecord launch, List<ProcStat> pass) {
        this.launch = launch;
        pass.forEach(stat -> all.put(stat.pid(), stat));
        this.children = pass.stream().collect(Collectors.groupingBy(ProcStat::parent));
    }

    /** Takes in the descendants of the keeper, and the session of the main process. */
    void addDescendants() {
        if (isIn(launch.keeper())) {
            children.getOrDefault(launch.keeper().pid(), List.of()).forEach(this::addWithChildren);
        }
        if (isIn(launch.process())) {
            all.values().stream()
                    .filter(stat -> stat.session() == launch.process().pid())
                    .forEach(this::addWithChildren);
        }
    }

    /**
     * Takes in whoever passes the test, with descendants; asks only for who can be of the launch.
     */
    void addIf(Predicate<ProcStat> test) {
        all.values().stream().filter(this::canBelong).filter(test).forEach(this::addWithChildren);
    }

    private boolean canBelong(ProcStat stat) {
        return !members.contains(stat.pid())
                && stat.pid() != launch.keeper().pid()
                && stat.alive()
                && !stat.kernelThread()
                && stat.startTicks() >= launch.process().startTicks();
    }

    private boolean isIn(ProcessIdentity identity) {
        ProcStat stat = all.get(identity.pid());
        return stat != null && stat.startTicks() == identity.startTicks();
    }

    private void addWithChildren(ProcStat root) {
        Deque<ProcStat> open = new ArrayDeque<>(List.of(root));
        while (!open.isEmpty()) {
            ProcStat next = open.pop();
            if (members.add(next.pid())) {
                open.addAll(children.getOrDefault(next.pid(), List.of()));
            }
        }
    }

    /** The live ones among those taken in. */
    Collection<ProcStat> members() {
        return members.stream().map(all::get).filter(ProcStat::alive).toList();
    }
}
