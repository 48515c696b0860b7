package hostler.etcd;

import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** The one answer that is wanted of a call; the call's deadline ends the wait at the latest. */
final class SingleAnswer<R> implements ClientResponseObserver<Object, R> {
    private final CompletableFuture<R> answer = new CompletableFuture<>();
    private volatile @Nullable ClientCallStreamObserver<Object> call;

    @Override
    public void beforeStart(ClientCallStreamObserver<Object> started) {
        call = started;
    }

    @Override
    public void onNext(R value) {
        answer.complete(value);
    }

    @Override
    public void onError(Throwable failure) {
        answer.completeExceptionally(failure);
    }

    @Override
    public void onCompleted() {
        answer.completeExceptionally(Status.UNAVAILABLE.withDescription("no answer").asException());
    }

    /** Whether it is there, or a failure in its place, before the time is over. */
    boolean within(long nanos) throws StatusException {
        try {
            answer.get(nanos, TimeUnit.NANOSECONDS);
            return true;
        } catch (TimeoutException notYet) {
            return false;
        } catch (ExecutionException failed) {
            return true;
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    /** Waits for it. */
    R await() throws StatusException {
        try {
            return answer.get();
        } catch (ExecutionException e) {
            throw Status.fromThrowable(e.getCause()).asException();
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private static StatusException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return Status.CANCELLED.withDescription("interrupted").withCause(e).asException();
    }

    /** It is not wanted any more. */
    void cancel() {
        ClientCallStreamObserver<Object> started = call;
        if (started != null) {
            started.cancel("not wanted any more", null);
        }
    }
}
