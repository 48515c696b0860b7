package hostler.health;

import hostler.core.api.Verdict;
import hostler.health.api.CheckResult;
import hostler.health.api.HealthEntry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The newest checks of one service, over all its launches; bounded. Thread-safe. Kept in columns:
 * an object a check would live just long enough to grow old, and a busy agent's heap with it.
 */
final class History {
    /** How many checks of a service are kept. */
    static final int CAPACITY = 1_000;

    private static final int FIRST_CAPACITY = 16;

    private long[] at = new long[FIRST_CAPACITY];
    private long[] took = new long[FIRST_CAPACITY];
    private Verdict[] verdicts = new Verdict[FIRST_CAPACITY];
    private CheckResult[] results = new CheckResult[FIRST_CAPACITY];
    private String[] types = new String[FIRST_CAPACITY];
    private long added;

    synchronized void add(HealthEntry entry) {
        if (added == at.length && added < CAPACITY) {
            grow((int) Math.min(CAPACITY, 2 * added));
        }
        int slot = slot(added);
        at[slot] = nanos(entry.at());
        took[slot] = entry.duration().toNanos();
        verdicts[slot] = entry.verdict();
        results[slot] = shared(entry.result());
        types[slot] = entry.type();
        added++;
    }

    private void grow(int capacity) {
        at = Arrays.copyOf(at, capacity);
        took = Arrays.copyOf(took, capacity);
        verdicts = Arrays.copyOf(verdicts, capacity);
        results = Arrays.copyOf(results, capacity);
        types = Arrays.copyOf(types, capacity);
    }

    private int slot(long number) {
        return (int) (number % at.length);
    }

    /** A thousand times "HTTP 200" is kept once. */
    private CheckResult shared(CheckResult result) {
        CheckResult before = added == 0 ? result : results[slot(added - 1)];
        return before.equals(result) ? before : result;
    }

    /** At most {@code limit} entries, newest first. */
    synchronized List<HealthEntry> newest(int limit) {
        long oldest = added - Math.min(Math.clamp(limit, 0, CAPACITY), Math.min(added, at.length));
        List<HealthEntry> entries = new ArrayList<>();
        for (long number = added - 1; number >= oldest; number--) {
            entries.add(entry(slot(number)));
        }
        return entries;
    }

    private HealthEntry entry(int slot) {
        return new HealthEntry(
                verdicts[slot],
                results[slot],
                Instant.EPOCH.plusNanos(at[slot]),
                types[slot],
                Duration.ofNanos(took[slot]));
    }

    /** Since 1970; good until 2262. */
    private static long nanos(Instant instant) {
        return TimeUnit.SECONDS.toNanos(instant.getEpochSecond()) + instant.getNano();
    }
}
