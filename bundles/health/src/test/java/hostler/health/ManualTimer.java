package hostler.health;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Time that passes when a test says so; tasks run on the thread that says it. */
final class ManualTimer implements Timer {
    private record Due(long at, Runnable task) {}

    private final List<Due> tasks = new ArrayList<>();
    private long now;

    @Override
    public synchronized long nanos() {
        return now;
    }

    @Override
    public synchronized Task after(Duration delay, Runnable task) {
        Due due = new Due(now + delay.toNanos(), task);
        tasks.add(due);
        return () -> cancel(due);
    }

    private synchronized void cancel(Due due) {
        tasks.removeIf(task -> task.equals(due));
    }

    /** Lets time pass and runs what comes due, in order, each at its own time. */
    void advance(Duration duration) {
        long until = nanos() + duration.toNanos();
        for (Optional<Due> due = take(until); due.isPresent(); due = take(until)) {
            due.get().task().run();
        }
        jump(until);
    }

    /** Lets time pass without running anything, as when the machine was suspended. */
    void freeze(Duration duration) {
        jump(nanos() + duration.toNanos());
    }

    private synchronized void jump(long to) {
        now = Math.max(now, to);
    }

    private synchronized Optional<Due> take(long until) {
        Optional<Due> first =
                tasks.stream()
                        .filter(due -> due.at() <= until)
                        .min(Comparator.comparingLong(Due::at));
        first.ifPresent(
                due -> {
                    tasks.remove(due);
                    now = Math.max(now, due.at());
                });
        return first;
    }

    /** How long until the next task is due; zero when it is overdue. */
    synchronized Optional<Duration> untilNext() {
        return tasks.stream()
                .map(Due::at)
                .min(Comparator.naturalOrder())
                .map(at -> Duration.ofNanos(Math.max(0, at - now)));
    }

    @Override
    public synchronized void close() {
        tasks.clear();
    }
}
