package hostler.launcher.direct;

import hostler.os.api.BirthRecord;
import hostler.os.api.ProcessIdentity;
import hostler.os.api.ProcessTable;
import hostler.os.api.ProcessWatch;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Those processes of a tree that are held at one time. */
final class Grip implements AutoCloseable {

    /** Each costs a descriptor; whoever is beyond that comes when these are gone. */
    static final int MOST = 1024;

    private final ProcessTable table;
    private final ProcessWatch watch;
    private final BirthRecord birth;
    private final Map<ProcessIdentity, Held> held = new HashMap<>();
    private boolean nobodySeen;

    Grip(ProcessTable table, ProcessWatch watch, BirthRecord birth) {
        this.table = table;
        this.watch = watch;
        this.birth = birth;
    }

    /**
     * Takes hold of everybody who was not held yet, and answers whom.
     *
     * @param deadline by {@link System#nanoTime}; who was not reached by then is not held
     */
    List<Held> takeFresh(long deadline) {
        Set<ProcessIdentity> unseen = new HashSet<>(table.tree(birth));
        nobodySeen = unseen.isEmpty();
        unseen.removeAll(held.keySet());
        List<Held> fresh = new ArrayList<>();
        for (ProcessIdentity identity : unseen) {
            if (held.size() < MOST && System.nanoTime() - deadline < 0) {
                Held.take(watch, identity).ifPresent(process -> add(process, fresh));
            }
        }
        return fresh;
    }

    private void add(Held process, List<Held> fresh) {
        held.put(process.identity(), process);
        fresh.add(process);
    }

    /**
     * Whether the last look found nobody, and no look before it did. Who was seen and could not be
     * held has died in between, and may have left a child that the look had passed already.
     */
    boolean nobodyLives() {
        return nobodySeen && held.isEmpty();
    }

    /** Waits until all of them have ended, or the deadline by {@link System#nanoTime} has come. */
    void awaitEnd(long deadline) throws InterruptedException {
        for (Held process : held.values()) {
            if (!process.awaitEnd(deadline)) {
                return;
            }
        }
    }

    @Override
    public void close() {
        held.values().forEach(Held::close);
    }
}
