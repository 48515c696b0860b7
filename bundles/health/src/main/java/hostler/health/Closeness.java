package hostler.health;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Who looks closely at a service now, and how often it is to be checked for that. Thread-safe. */
final class Closeness {
    private final List<Duration> intervals = new ArrayList<>();

    synchronized void add(Duration interval) {
        intervals.add(interval);
    }

    synchronized void remove(Duration interval) {
        intervals.remove(interval);
    }

    /** The shortest interval somebody asked for; empty while nobody looks closely. */
    synchronized Optional<Duration> interval() {
        return intervals.stream().min(Duration::compareTo);
    }
}
