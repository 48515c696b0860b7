package hostler.core;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Time that passes when a test says so. */
final class ManualClock implements Ticker {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private record Due(long at, Runnable task) {}

    private final List<Due> timers = new ArrayList<>();
    private long nanos = Long.MAX_VALUE - Duration.ofMinutes(1).toNanos();
    private long passed;

    @Override
    public synchronized long nanos() {
        return nanos;
    }

    @Override
    public synchronized Instant now() {
        return START.plusNanos(passed);
    }

    @Override
    public synchronized Timer schedule(Duration delay, Runnable task) {
        Due due = new Due(nanos + delay.toNanos(), task);
        timers.add(due);
        return () -> forget(due);
    }

    private synchronized void forget(Due due) {
        timers.remove(due);
    }

    /** Lets time pass, and runs what is due then. */
    void advance(Duration time) {
        List<Due> due;
        synchronized (this) {
            nanos += time.toNanos();
            passed += time.toNanos();
            due =
                    timers.stream()
                            .filter(timer -> timer.at() - nanos <= 0)
                            .sorted(Comparator.comparingLong(timer -> timer.at() - nanos))
                            .toList();
            timers.removeAll(due);
        }
        due.forEach(timer -> timer.task().run());
    }
}
