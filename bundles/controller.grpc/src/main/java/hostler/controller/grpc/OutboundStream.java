package hostler.controller.grpc;

import hostler.core.api.ServiceException;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The messages of one server-streaming call. A sender waits while the client does not read, so
 * nothing piles up and a slow client slows only itself. Any thread may call; made in the handler,
 * before it returns.
 */
final class OutboundStream<T> {
    private final ServerCallStreamObserver<T> client;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final List<Runnable> endings = new ArrayList<>();
    private boolean ended;

    /** Produces the messages. */
    interface Source {
        void run() throws ServiceException, InterruptedException;
    }

    private OutboundStream(ServerCallStreamObserver<T> client) {
        this.client = client;
    }

    /** Takes over the client's side of a call. */
    static <T> OutboundStream<T> to(StreamObserver<T> client, OpenStreams open) {
        ServerCallStreamObserver<T> call = (ServerCallStreamObserver<T>) client;
        OutboundStream<T> stream = new OutboundStream<>(call);
        call.setOnReadyHandler(stream::wake);
        call.setOnCancelHandler(() -> stream.end(() -> {}));
        open.add(stream);
        return stream;
    }

    /**
     * Runs the source on a virtual thread of its own and ends the stream with it. The thread is
     * interrupted as soon as the stream ends otherwise.
     */
    void run(String name, Source source) {
        Thread thread = Thread.ofVirtual().name(name).unstarted(() -> drain(name, source));
        whenEnded(thread::interrupt);
        thread.start();
    }

    private void drain(String name, Source source) {
        try {
            source.run();
            complete();
        } catch (ServiceException e) {
            fail(Failures.status(e));
        } catch (InterruptedException e) {
            fail(Status.CANCELLED);
        } catch (RuntimeException | LinkageError e) {
            fail(Failures.unexpected(name, e));
        }
    }

    /**
     * Sends a message as soon as the client has room for it.
     *
     * @return false when the stream has ended and the message was dropped
     */
    boolean send(T message) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (!ended && !client.isReady()) {
                changed.await();
            }
            if (!ended) {
                client.onNext(message);
            }
            return !ended;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Sends a message from a thread that is not this stream's own: an interrupt there means that
     * the message is not wanted any more.
     */
    void sendOrDrop(T message) {
        try {
            send(message);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Ends the stream as it should; nothing happens when it has ended already. */
    void complete() {
        end(client::onCompleted);
    }

    /** Ends the stream with an error; nothing happens when it has ended already. */
    void fail(Status status) {
        end(() -> client.onError(status.asException()));
    }

    /**
     * Has something done once, when the stream ends, however it does; at once when it has. It runs
     * on the thread that ends the stream and does not block.
     */
    void whenEnded(Runnable ending) {
        lock.lock();
        try {
            if (!ended) {
                endings.add(ending);
                return;
            }
        } finally {
            lock.unlock();
        }
        ending.run();
    }

    private void end(Runnable last) {
        lock.lock();
        try {
            if (ended) {
                return;
            }
            ended = true;
            last.run();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        endings.forEach(Runnable::run);
    }

    private void wake() {
        lock.lock();
        try {
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
