package hostler.etcd;

import hostler.etcd.EtcdException.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The first member to serve wins. Each is tried when the one before it has failed, or has not
 * decided for a moment: a member that starts accepts connections long before it answers. Used once;
 * as RFC 8305 does it with addresses.
 */
final class Race {
    private static final long HEAD_START_MILLIS = 250;

    private final Runner runner;
    private final CompletableFuture<Connection> winner = new CompletableFuture<>();
    private final Queue<String> reasons = new ConcurrentLinkedQueue<>();

    /** Connects to a member that serves. */
    @FunctionalInterface
    interface Runner {
        /**
         * Blocks for some seconds at most.
         *
         * @throws UselessException when it does not serve; then another one may
         * @throws EtcdException when no other one would do better
         */
        Connection run(Endpoint member) throws UselessException, EtcdException;
    }

    Race(Runner runner) {
        this.runner = runner;
    }

    /**
     * Waits for the first.
     *
     * @throws EtcdException UNREACHABLE when none serves, with each one's reason
     */
    Connection first(List<Endpoint> members) throws EtcdException {
        try {
            List<CompletableFuture<Void>> runs = new ArrayList<>();
            for (Endpoint member : members) {
                CompletableFuture<Void> run =
                        CompletableFuture.runAsync(() -> run(member), Thread::startVirtualThread);
                runs.add(run);
                decided(run);
            }
            CompletableFuture.anyOf(winner, all(runs)).get();
            return result();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof EtcdException known ? known : unknown(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EtcdException(Kind.UNREACHABLE, "interrupted while connecting to etcd", e);
        } finally {
            // Whoever comes later closes what it has opened.
            winner.cancel(false);
        }
    }

    private void run(Endpoint member) {
        if (winner.isDone()) {
            return;
        }
        try {
            Connection connection = runner.run(member);
            if (!winner.complete(connection)) {
                connection.close();
            }
        } catch (UselessException e) {
            reasons.add(member + ": " + e.getMessage());
        } catch (EtcdException e) {
            winner.completeExceptionally(e);
        }
    }

    private void decided(CompletableFuture<Void> run)
            throws InterruptedException, ExecutionException {
        try {
            CompletableFuture.anyOf(winner, run).get(HEAD_START_MILLIS, TimeUnit.MILLISECONDS);
        } catch (TimeoutException notYet) {
            // The next one is tried beside it.
        }
    }

    private static CompletableFuture<Void> all(List<CompletableFuture<Void>> runs) {
        return CompletableFuture.allOf(runs.toArray(CompletableFuture<?>[]::new));
    }

    private Connection result() throws EtcdException, InterruptedException, ExecutionException {
        if (winner.isDone()) {
            return winner.get();
        }
        throw new EtcdException(
                Kind.UNREACHABLE, "no etcd answers; " + String.join("; ", reasons), null);
    }

    private static EtcdException unknown(ExecutionException e) {
        return new EtcdException(
                Kind.OTHER, "connecting to etcd failed unexpectedly: " + e.getCause(), e);
    }
}
