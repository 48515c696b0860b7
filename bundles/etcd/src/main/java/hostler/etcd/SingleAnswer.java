package hostler.etcd;

import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.stub.StreamObserver;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** The one answer that is wanted of a stream; the call's deadline ends the wait. */
final class SingleAnswer<R> implements StreamObserver<R> {
    private final CompletableFuture<R> answer = new CompletableFuture<>();

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

    R await() throws StatusException {
        try {
            return answer.get();
        } catch (ExecutionException e) {
            throw Status.fromThrowable(e.getCause()).asException();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Status.CANCELLED.withDescription("interrupted").withCause(e).asException();
        }
    }
}
