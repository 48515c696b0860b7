package hostler.core;

import hostler.core.api.Failure;
import hostler.core.api.ServiceException;
import hostler.core.api.ServiceId;
import hostler.core.api.ServiceStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** What one running service is to be told, in order. Thread-safe. */
final class Orders<E extends Errand> {
    /** So many may wait for their turn. */
    static final int MOST = 16;

    private final ServiceId id;
    private List<Order<E>> waiting = new ArrayList<>();
    private boolean closed;

    Orders(ServiceId id) {
        this.id = id;
    }

    /**
     * One errand.
     *
     * @param by who wants it done
     * @param done completes when it is, or could not be
     */
    record Order<E extends Errand>(
            ServiceId id, E errand, String by, CompletableFuture<ServiceStatus> done) {

        // What those who wait do then must not hold up the service.
        void succeed(ServiceStatus status) {
            Thread.ofVirtual().name("hostler-ordered").start(() -> done.complete(status));
        }

        void fail(String why) {
            ServiceException failure = refused(id, errand, why);
            Thread.ofVirtual()
                    .name("hostler-ordered")
                    .start(() -> done.completeExceptionally(failure));
        }
    }

    /**
     * Adds an errand.
     *
     * @throws ServiceException FAILED_PRECONDITION when too many wait, or nobody runs them any more
     */
    synchronized CompletionStage<ServiceStatus> add(E errand, String by) throws ServiceException {
        if (closed || waiting.size() == MOST) {
            throw refused(
                    id,
                    errand,
                    closed ? "it is gone" : MOST + " such commands wait for their turn");
        }
        Order<E> order = new Order<>(id, errand, by, new CompletableFuture<>());
        waiting.add(order);
        return order.done().minimalCompletionStage();
    }

    private static ServiceException refused(ServiceId id, Errand errand, String why) {
        return new ServiceException(
                Failure.FAILED_PRECONDITION,
                "service " + id + " cannot be " + errand.participle() + ": " + why);
    }

    /** All that wait; they are the caller's now. */
    synchronized List<Order<E>> take() {
        List<Order<E>> taken = waiting;
        waiting = new ArrayList<>();
        return taken;
    }

    /** Nobody looks after the service any more; idempotent. */
    synchronized void close() {
        closed = true;
        take().forEach(order -> order.fail("the agent ends"));
    }
}
