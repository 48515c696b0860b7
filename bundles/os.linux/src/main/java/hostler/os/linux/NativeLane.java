package hostler.os.linux;

import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * A few platform threads for native calls that block: on a virtual thread each would pin a carrier,
 * and as many of them as there are processors would stop all virtual threads. Idle threads end.
 */
final class NativeLane implements AutoCloseable {

    private static final int MOST_THREADS = 8;
    private static final long IDLE_SECONDS = 5;

    private final ThreadPoolExecutor threads;

    NativeLane(String name) {
        // The callers wait, so the queue is no longer than there are callers.
        threads =
                new ThreadPoolExecutor(
                        MOST_THREADS,
                        MOST_THREADS,
                        IDLE_SECONDS,
                        TimeUnit.SECONDS,
                        new LinkedBlockingQueue<>(),
                        Thread.ofPlatform().daemon().name(name + "-", 0).factory());
        threads.allowCoreThreadTimeOut(true);
    }

    /**
     * Runs it on one of the threads and waits for it. An interrupt does not end the wait, since the
     * call goes on anyway and its outcome must not be lost; the flag is set again afterwards.
     *
     * @throws IOException what the call threw
     */
    <T> T call(Callable<T> call) throws IOException {
        Future<T> future = threads.submit(call);
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return future.get();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } catch (ExecutionException e) {
            throw rethrown(Objects.requireNonNull(e.getCause()));
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** What has no outcome. */
    interface Action {
        void run() throws IOException;
    }

    /** As {@link #call}, of what has no outcome. */
    void run(Action action) throws IOException {
        call(
                () -> {
                    action.run();
                    return this;
                });
    }

    /** Runs it on one of the threads and waits for nothing; after {@link #close} not at all. */
    void runLater(Runnable task) {
        try {
            threads.execute(task);
        } catch (RejectedExecutionException closed) {
            // Nobody needs it any more.
        }
    }

    /** As {@link #runLater}, and not before that time has passed. */
    void runAfter(Duration time, Runnable task) {
        CompletableFuture.delayedExecutor(time.toMillis(), TimeUnit.MILLISECONDS, this::runLater)
                .execute(task);
    }

    private static IOException rethrown(Throwable cause) {
        return switch (cause) {
            case IOException e -> e;
            case RuntimeException e -> throw e;
            case Error e -> throw e;
            default -> throw new AssertionError("native calls throw IOException only", cause);
        };
    }

    @Override
    public void close() {
        threads.shutdown();
    }
}
