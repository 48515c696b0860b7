package hostler.cli.fleet;

import java.time.Duration;

/** A point of monotonic time until which something has to be done. */
record Deadline(long nanoTime) {
    private static final Duration SHORTEST_ANSWER = Duration.ofSeconds(1);

    static Deadline after(Duration time) {
        return new Deadline(System.nanoTime() + time.toNanos());
    }

    /** What is left; never negative. */
    Duration left() {
        return Duration.ofNanos(Math.max(0, nanoTime - System.nanoTime()));
    }

    /** What is left, but long enough for an agent to answer something. */
    Duration leftForAnswer() {
        Duration left = left();
        return left.compareTo(SHORTEST_ANSWER) < 0 ? SHORTEST_ANSWER : left;
    }

    boolean passed() {
        return left().isZero();
    }
}
