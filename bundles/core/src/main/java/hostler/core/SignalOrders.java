package hostler.core;

import hostler.core.api.Failure;
import hostler.core.api.ServiceException;
import hostler.core.api.ServiceId;
import hostler.core.api.ServiceStatus;
import hostler.os.api.Signal;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Signals that are to be sent to one service, in order. Thread-safe. */
final class SignalOrders {
    /** So many may wait for their turn. */
    static final int MOST = 16;

    private final ServiceId id;
    private List<Order> waiting = new ArrayList<>();
    private boolean closed;

    SignalOrders(ServiceId id) {
        this.id = id;
    }

    /**
     * One signal.
     *
     * @param by who wants it sent
     * @param sent completes when it is, or could not be
     */
    record Order(Signal signal, String by, CompletableFuture<ServiceStatus> sent) {

        // What those who wait do then must not hold up the service.
        void succeed(ServiceStatus status) {
            Thread.ofVirtual().name("hostler-signalled").start(() -> sent.complete(status));
        }

        void fail(ServiceId id, String why) {
            ServiceException failure = refused(id, signal, why);
            Thread.ofVirtual()
                    .name("hostler-signalled")
                    .start(() -> sent.completeExceptionally(failure));
        }
    }

    /**
     * Adds a signal.
     *
     * @throws ServiceException FAILED_PRECONDITION when too many wait, or nobody sends them any
     *     more
     */
    synchronized CompletionStage<ServiceStatus> add(Signal signal, String by)
            throws ServiceException {
        if (closed || waiting.size() == MOST) {
            throw refused(
                    id, signal, closed ? "it is gone" : MOST + " signals wait for their turn");
        }
        Order order = new Order(signal, by, new CompletableFuture<>());
        waiting.add(order);
        return order.sent().minimalCompletionStage();
    }

    private static ServiceException refused(ServiceId id, Signal signal, String why) {
        return new ServiceException(
                Failure.FAILED_PRECONDITION,
                "service " + id + " cannot be sent " + signal + ": " + why);
    }

    /** All that wait; they are the caller's now. */
    synchronized List<Order> take() {
        List<Order> taken = waiting;
        waiting = new ArrayList<>();
        return taken;
    }

    /** Nobody looks after the service any more; idempotent. */
    synchronized void close() {
        closed = true;
        take().forEach(order -> order.fail(id, "the agent ends"));
    }
}
