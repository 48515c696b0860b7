package hostler.registrar.etcd;

import hostler.etcd.Etcd;
import hostler.etcd.EtcdException;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Says when etcd answers again, whatever the agents make of it. Asks one member after the other a
 * question that takes a leader and a majority, every {@link #EVERY}, each time over a connection of
 * its own and without waiting for the answers before; the first answer counts.
 */
final class Witness {
    private static final Duration EVERY = Duration.ofMillis(25);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final CompletableFuture<Answer> first = new CompletableFuture<>();
    private final Queue<Etcd> asked = new ConcurrentLinkedQueue<>();

    private Witness() {}

    /**
     * The first answer.
     *
     * @param from over this connection, which therefore is a good one
     * @param at when, in {@link System#nanoTime}
     */
    record Answer(Etcd from, long at) {}

    /** Waits until etcd answers. Whoever gets the answer closes the connection. */
    static Answer awaitAnswer(List<String> endpoints) throws Exception {
        Witness witness = new Witness();
        Answer answer = witness.await(endpoints);
        witness.asked.stream()
                .filter(other -> other != answer.from())
                .forEach(other -> Thread.startVirtualThread(other::close));
        return answer;
    }

    private Answer await(List<String> endpoints) throws InterruptedException, ExecutionException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        for (int turn = 0; System.nanoTime() < end; turn++) {
            ask(endpoints.get(turn % endpoints.size()));
            try {
                return first.get(EVERY.toNanos(), TimeUnit.NANOSECONDS);
            } catch (TimeoutException notYet) {
                // Another one is asked meanwhile.
            }
        }
        throw new AssertionError(endpoints + " do not answer");
    }

    private void ask(String endpoint) {
        Etcd etcd = new Etcd(Registering.settings(List.of(endpoint)));
        asked.add(etcd);
        Thread.startVirtualThread(() -> await(etcd));
    }

    private void await(Etcd etcd) {
        try {
            etcd.find("witness");
            first.complete(new Answer(etcd, System.nanoTime()));
        } catch (EtcdException notYet) {
            // Another one is on its way.
        }
    }
}
