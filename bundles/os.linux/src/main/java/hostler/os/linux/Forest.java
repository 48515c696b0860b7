package hostler.os.linux;

import hostler.os.api.ProcessIdentity;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The processes of one pass over {@code /proc}, and who descends from whom. */
final class Forest {

    private final Map<Integer, ProcStat> all = new HashMap<>();
    private final Map<Integer, List<ProcStat>> children = new HashMap<>();

    Forest(List<ProcStat> pass) {
        for (ProcStat stat : pass) {
            all.put(stat.pid(), stat);
            children.computeIfAbsent(stat.parent(), parent -> new ArrayList<>()).add(stat);
        }
    }

    Optional<ProcStat> find(int pid) {
        return Optional.ofNullable(all.get(pid));
    }

    /** That very process of this boot, zombie or not; empty when it is gone. */
    Optional<ProcStat> find(ProcessIdentity identity) {
        return find(identity.pid()).filter(stat -> stat.startTicks() == identity.startTicks());
    }

    /** Whoever descends from a process; without itself. */
    List<ProcStat> below(int pid) {
        List<ProcStat> found = new ArrayList<>();
        Deque<Integer> open = new ArrayDeque<>(List.of(pid));
        while (!open.isEmpty()) {
            for (ProcStat child : children.getOrDefault(open.pop(), List.of())) {
                found.add(child);
                open.push(child.pid());
            }
        }
        return found;
    }
}
