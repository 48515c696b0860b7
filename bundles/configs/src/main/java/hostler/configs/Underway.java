package hostler.configs;

import hostler.configs.api.ConfigOutcome;
import hostler.configs.api.ConfigOutcome.Reason;
import hostler.core.api.Failure;
import hostler.core.api.ServiceException;
import hostler.core.api.ServiceId;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;

/**
 * Changes under way: one a service, each on a platform thread of its own, which ends with it. It
 * goes on when its caller leaves.
 */
final class Underway implements AutoCloseable {
    /** So many services change at a time; each may have its files in memory. */
    static final int MOST = 64;

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Map<ServiceId, Run> runs = new ConcurrentHashMap<>();
    private volatile boolean closed;

    /** Carries out one change. */
    @FunctionalInterface
    interface Work {
        ConfigOutcome run() throws ServiceException, InterruptedException;
    }

    private record Run(String by, Thread thread, CompletableFuture<ConfigOutcome> outcome) {}

    /** Runs a change and waits for its outcome. */
    ConfigOutcome run(ServiceId id, String by, Work work)
            throws ServiceException, InterruptedException {
        CompletableFuture<ConfigOutcome> outcome = new CompletableFuture<>();
        Thread thread =
                Thread.ofPlatform()
                        .daemon()
                        .name("hostler-config-" + id)
                        .unstarted(() -> perform(id, work, outcome));
        Run run = new Run(by, thread, outcome);
        Run other = runs.putIfAbsent(id, run);
        if (other != null) {
            return new ConfigOutcome.Refused(
                    Reason.INVALID_REQUEST,
                    "the configuration of " + id + " is being changed by " + other.by());
        }
        if (runs.size() > MOST || closed) {
            runs.remove(id);
            throw new ServiceException(
                    Failure.UNAVAILABLE,
                    closed
                            ? "the agent ends"
                            : MOST + " configurations are being changed already; try again");
        }
        thread.start();
        return await(outcome);
    }

    private void perform(ServiceId id, Work work, CompletableFuture<ConfigOutcome> outcome) {
        try {
            ConfigOutcome came = work.run();
            runs.remove(id);
            outcome.complete(came);
        } catch (InterruptedException e) {
            fail(
                    id,
                    outcome,
                    new ServiceException(
                            Failure.UNAVAILABLE,
                            "the agent ends before it is certain whether "
                                    + id
                                    + " works with the change; it is put back when the agent"
                                    + " starts",
                            e));
        } catch (ServiceException | RuntimeException | Error e) {
            fail(id, outcome, e);
        }
    }

    /** Whoever hears of it may begin the next one. */
    private void fail(ServiceId id, CompletableFuture<ConfigOutcome> outcome, Throwable why) {
        runs.remove(id);
        outcome.completeExceptionally(why);
    }

    private static ConfigOutcome await(CompletableFuture<ConfigOutcome> outcome)
            throws ServiceException, InterruptedException {
        try {
            return outcome.get();
        } catch (ExecutionException e) {
            throw rethrown(Objects.requireNonNull(e.getCause()));
        }
    }

    private static ServiceException rethrown(Throwable cause) {
        return switch (cause) {
            case ServiceException e -> e;
            case RuntimeException e -> throw e;
            case Error e -> throw e;
            default -> throw new AssertionError("a change throws nothing else", cause);
        };
    }

    /** Breaks off what is under way; it is put back at the next start. */
    @Override
    public void close() {
        closed = true;
        runs.values().forEach(run -> run.thread().interrupt());
        for (Run run : runs.values()) {
            try {
                run.thread().join(PATIENCE);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }
}
