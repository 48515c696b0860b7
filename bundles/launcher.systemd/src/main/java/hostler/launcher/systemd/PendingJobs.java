package hostler.launcher.systemd;

import hostler.launcher.systemd.bus.Signal;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/** Jobs of one manager whose end is awaited, by their object. */
final class PendingJobs {

    /** Where JobRemoved names the job, and says what became of it. */
    private static final int JOB = 1;

    private static final int RESULT = 3;

    private final Map<String, CompletableFuture<String>> results = new ConcurrentHashMap<>();

    /** The job that an answer names. On the reader's thread: its end cannot have been read yet. */
    Job begun(List<Object> answer) {
        return new Job(
                results.computeIfAbsent(
                        String.valueOf(answer.getFirst()), job -> new CompletableFuture<>()));
    }

    /** A job has ended; whether it is one of these. */
    boolean ended(Signal signal) {
        CompletableFuture<String> result = results.remove(String.valueOf(signal.argument(JOB)));
        return result != null && result.complete(String.valueOf(signal.argument(RESULT)));
    }

    /** Nobody will tell how they end. */
    void abandon() {
        results.values().forEach(result -> result.complete(Job.NOT_TOLD));
        results.clear();
    }
}
