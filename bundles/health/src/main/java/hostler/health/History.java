package hostler.health;

import hostler.health.api.HealthEntry;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The newest checks of one service, over all its launches; bounded. Thread-safe. */
final class History {
    /** How many checks of a service are kept. */
    static final int CAPACITY = 1_000;

    private final Deque<HealthEntry> newestFirst = new ArrayDeque<>();

    synchronized void add(HealthEntry entry) {
        newestFirst.addFirst(sharing(entry));
        if (newestFirst.size() > CAPACITY) {
            newestFirst.removeLast();
        }
    }

    /** A thousand times "HTTP 200" is kept once. */
    private HealthEntry sharing(HealthEntry entry) {
        HealthEntry before = newestFirst.peekFirst();
        return before != null && before.result().equals(entry.result())
                ? new HealthEntry(
                        entry.verdict(),
                        before.result(),
                        entry.at(),
                        entry.type(),
                        entry.duration())
                : entry;
    }

    /** At most {@code limit} entries, newest first. */
    synchronized List<HealthEntry> newest(int limit) {
        return newestFirst.stream().limit(Math.max(0, limit)).toList();
    }
}
