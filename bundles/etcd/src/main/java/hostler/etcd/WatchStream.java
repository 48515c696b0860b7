package hostler.etcd;

import hostler.etcd.EtcdException.Kind;
import io.etcd.jetcd.api.Event;
import io.etcd.jetcd.api.WatchCreateRequest;
import io.etcd.jetcd.api.WatchRequest;
import io.etcd.jetcd.api.WatchResponse;
import io.grpc.Status;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** The watches of some keys on one stream; whatever ends one of them ends them all. */
final class WatchStream implements Watch, ClientResponseObserver<WatchRequest, WatchResponse> {
    private final Endpoint where;
    private final Watcher watcher;
    private final AtomicBoolean over = new AtomicBoolean();
    private volatile @Nullable ClientCallStreamObserver<WatchRequest> requests;

    WatchStream(Endpoint where, Watcher watcher) {
        this.where = where;
        this.watcher = watcher;
    }

    @Override
    public void beforeStart(ClientCallStreamObserver<WatchRequest> stream) {
        requests = stream;
    }

    /** Asks for the keys, once the call has started. */
    void ask(List<String> keys, long from) {
        ClientCallStreamObserver<WatchRequest> stream = requests;
        if (stream != null) {
            keys.forEach(key -> stream.onNext(request(key, from)));
        }
    }

    private static WatchRequest request(String key, long from) {
        return WatchRequest.newBuilder()
                .setCreateRequest(
                        WatchCreateRequest.newBuilder()
                                .setKey(Entry.bytes(key))
                                .setStartRevision(from))
                .build();
    }

    @Override
    public void onNext(WatchResponse response) {
        if (response.getCanceled()) {
            end(canceled(response));
            cancel();
            return;
        }
        response.getEventsList().forEach(this::tell);
    }

    private EtcdException canceled(WatchResponse response) {
        boolean compacted = response.getCompactRevision() > 0;
        return new EtcdException(
                compacted ? Kind.COMPACTED : Kind.OTHER,
                "watching at etcd "
                        + where
                        + " was cancelled: "
                        + (compacted ? "compacted" : response.getCancelReason()),
                null);
    }

    private void tell(Event event) {
        if (event.getType() == Event.EventType.DELETE) {
            watcher.deleted(event.getKv().getKey().toStringUtf8());
        } else {
            watcher.written(Entry.of(event.getKv()));
        }
    }

    @Override
    public void onError(Throwable failure) {
        end(Failures.of("watching", where, Status.fromThrowable(failure)));
    }

    @Override
    public void onCompleted() {
        end(new EtcdException(Kind.UNREACHABLE, "etcd " + where + " ended the watch", null));
    }

    private void end(EtcdException reason) {
        if (over.compareAndSet(false, true)) {
            watcher.ended(reason);
        }
    }

    @Override
    public void close() {
        cancel();
    }

    private void cancel() {
        ClientCallStreamObserver<WatchRequest> stream = requests;
        if (stream != null) {
            stream.cancel("not wanted any more", null);
        }
    }
}
