package hostler.health;

import hostler.health.api.CheckTarget;
import hostler.health.api.HealthChecker;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;

/** Runs checks, each on a virtual thread of its own, and bounds them. Thread-safe. */
final class CheckRunner implements AutoCloseable {
    /** How many checks run at a time; more wait for their turn. */
    static final int CONCURRENT = 1_024;

    /**
     * How many threads of one type may go on after their check was cut off, because the checker
     * does not react to interrupts; with more of them the type is not asked. Such a thread may be
     * spinning, and a virtual thread that spins keeps its carrier: the agent's JVM must have more
     * carriers than this (jdk.virtualThreadScheduler.parallelism).
     */
    static final int ABANDONED_PER_TYPE = 16;

    private final Timer timer;
    private final Checkers checkers;
    private final Semaphore slots = new Semaphore(CONCURRENT);
    private final Set<Attempt> attempts = ConcurrentHashMap.newKeySet();
    private final Map<String, Integer> abandoned = new ConcurrentHashMap<>();

    CheckRunner(Timer timer, Checkers checkers) {
        this.timer = timer;
        this.checkers = checkers;
    }

    /**
     * Begins a check; does not block.
     *
     * @param due when it should have begun, in the timer's nanoseconds
     */
    Attempt start(CheckTarget target, long due) {
        Attempt attempt = new Attempt(this, target, due);
        attempts.add(attempt);
        attempt.begin();
        return attempt;
    }

    /** Ends the checks that ask this checker now; they are no evidence. */
    void abort(HealthChecker checker) {
        attempts.stream().filter(attempt -> attempt.asks(checker)).forEach(Attempt::abort);
    }

    Timer timer() {
        return timer;
    }

    Checkers checkers() {
        return checkers;
    }

    Semaphore slots() {
        return slots;
    }

    void finished(Attempt attempt) {
        attempts.remove(attempt);
    }

    /** Counts the threads of a type that go on although their check is over. */
    void abandoned(String type, int change) {
        abandoned.merge(type, change, Integer::sum);
    }

    boolean tooManyAbandoned(String type) {
        return abandoned.getOrDefault(type, 0) >= ABANDONED_PER_TYPE;
    }

    @Override
    public void close() {
        attempts.forEach(Attempt::abort);
    }
}
