package hostler.etcd;

import hostler.etcd.EtcdException.Kind;
import io.etcd.jetcd.api.Compare;
import io.etcd.jetcd.api.DeleteRangeRequest;
import io.etcd.jetcd.api.KVGrpc;
import io.etcd.jetcd.api.LeaseGrantRequest;
import io.etcd.jetcd.api.LeaseGrantResponse;
import io.etcd.jetcd.api.LeaseGrpc;
import io.etcd.jetcd.api.LeaseKeepAliveRequest;
import io.etcd.jetcd.api.LeaseKeepAliveResponse;
import io.etcd.jetcd.api.LeaseRevokeRequest;
import io.etcd.jetcd.api.PutRequest;
import io.etcd.jetcd.api.RangeRequest;
import io.etcd.jetcd.api.RangeResponse;
import io.etcd.jetcd.api.RequestOp;
import io.etcd.jetcd.api.TxnRequest;
import io.etcd.jetcd.api.TxnResponse;
import io.etcd.jetcd.api.WatchGrpc;
import io.grpc.Metadata;
import io.grpc.StatusException;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A client of one etcd. Safe for many threads; calls block, virtual threads are meant, and every
 * call ends in the time of {@link EtcdSettings#callTimeout}. It has no threads of its own, keeps
 * one connection at a time and opens it when it is needed: to the first member that accepts, and to
 * the next one after a failure. A call that finds its member gone is tried once at each other
 * member, and one that is not answered soon is tried once more within its time: it may then be done
 * twice, which only shows in {@link Commit#done}.
 *
 * <p>The protocol is etcd's gRPC API, version 3.
 */
public final class Etcd implements AutoCloseable {
    /** Entries a page; also keeps a page far below the largest answer. */
    private static final int PAGE = 500;

    /** Makes a member without a leader end a watch instead of staying silent. */
    private static final Metadata HAS_LEADER = new Metadata();

    static {
        HAS_LEADER.put(Metadata.Key.of("hasleader", Metadata.ASCII_STRING_MARSHALLER), "true");
    }

    private final Line line;

    /** Prepares a client; does nothing on the network. */
    public Etcd(EtcdSettings settings) {
        this.line = new Line(settings);
    }

    /**
     * Whether any member accepts connections now. Nothing is asked of it: cheap enough for every
     * second. Blocks for the connect timeout a member at most.
     */
    public boolean accepts() {
        return line.accepts();
    }

    /** The entry of a key, as all members agree on it. */
    public Optional<Entry> find(String key) throws EtcdException {
        RangeRequest request = RangeRequest.newBuilder().setKey(Entry.bytes(key)).build();
        return line
                .call("reading " + key, (on, time) -> kv(on, time).range(request))
                .getKvsList()
                .stream()
                .map(Entry::of)
                .findFirst();
    }

    /** All entries whose keys begin with a prefix, at one revision. */
    public Listing list(String prefix) throws EtcdException {
        return Pages.all(prefix, PAGE, request -> page(prefix, request));
    }

    private RangeResponse page(String prefix, RangeRequest request) throws EtcdException {
        return line.call("listing " + prefix, (on, time) -> kv(on, time).range(request));
    }

    /**
     * Makes changes when all guards hold, and none otherwise. Not done can also mean that a first
     * try was done and its answer lost: look again.
     */
    public Commit commit(List<Guard> guards, List<Change> changes) throws EtcdException {
        TxnRequest.Builder request = TxnRequest.newBuilder();
        guards.forEach(guard -> request.addCompare(compare(guard)));
        changes.forEach(change -> request.addSuccess(operation(change)));
        String doing = "writing " + changes.stream().map(Change::key).toList();
        TxnResponse answer = line.call(doing, (on, time) -> kv(on, time).txn(request.build()));
        return new Commit(answer.getSucceeded(), Position.of(answer.getHeader()));
    }

    private static Compare compare(Guard guard) {
        return Compare.newBuilder()
                .setKey(Entry.bytes(guard.key()))
                .setTarget(Compare.CompareTarget.MOD)
                .setResult(Compare.CompareResult.EQUAL)
                .setModRevision(guard.modified())
                .build();
    }

    private static RequestOp operation(Change change) {
        return switch (change) {
            case Change.Put put ->
                    RequestOp.newBuilder()
                            .setRequestPut(
                                    PutRequest.newBuilder()
                                            .setKey(Entry.bytes(put.key()))
                                            .setValue(Entry.bytes(put.value()))
                                            .setLease(put.lease()))
                            .build();
            case Change.Delete delete ->
                    RequestOp.newBuilder()
                            .setRequestDeleteRange(
                                    DeleteRangeRequest.newBuilder()
                                            .setKey(Entry.bytes(delete.key())))
                            .build();
        };
    }

    /**
     * Grants a lease.
     *
     * @param ttl at least a second; etcd may give more
     */
    public Lease grant(Duration ttl) throws EtcdException {
        LeaseGrantRequest request = LeaseGrantRequest.newBuilder().setTTL(ttl.toSeconds()).build();
        LeaseGrantResponse answer =
                line.call("granting a lease", (on, time) -> leases(on, time).leaseGrant(request));
        return new Lease(answer.getID(), Duration.ofSeconds(answer.getTTL()));
    }

    /**
     * Renews a lease.
     *
     * @return where etcd stands, for whoever has to notice that its data was replaced
     * @throws EtcdException LEASE_GONE when it is not there any more
     */
    public Position keepAlive(Lease lease) throws EtcdException {
        LeaseKeepAliveRequest request =
                LeaseKeepAliveRequest.newBuilder().setID(lease.id()).build();
        LeaseKeepAliveResponse answer =
                line.call("renewing lease " + lease, (on, time) -> renewed(on, request, time));
        if (answer.getTTL() <= 0) {
            throw new EtcdException(
                    Kind.LEASE_GONE, "lease " + lease + " is not there any more", null);
        }
        return Position.of(answer.getHeader());
    }

    private static LeaseKeepAliveResponse renewed(
            Connection on, LeaseKeepAliveRequest request, long deadlineNanos)
            throws StatusException, EtcdException {
        SingleAnswer<LeaseKeepAliveResponse> answer = new SingleAnswer<>();
        StreamObserver<LeaseKeepAliveRequest> call =
                LeaseGrpc.newStub(on.channel())
                        .withDeadlineAfter(deadlineNanos, TimeUnit.NANOSECONDS)
                        .leaseKeepAlive(answer);
        call.onNext(request);
        call.onCompleted();
        return answer.await();
    }

    /** Ends a lease and deletes what hangs on it; a lease that is gone is fine. */
    public void revoke(Lease lease) throws EtcdException {
        LeaseRevokeRequest request = LeaseRevokeRequest.newBuilder().setID(lease.id()).build();
        try {
            line.call(
                    "revoking lease " + lease, (on, time) -> leases(on, time).leaseRevoke(request));
        } catch (EtcdException e) {
            if (e.kind() != Kind.LEASE_GONE) {
                throw e;
            }
        }
    }

    /**
     * Watches keys from a revision on. Returns when the request is on its way.
     *
     * @param from the first revision that is told
     */
    public Watch watch(List<String> keys, long from, Watcher watcher) throws EtcdException {
        return line.call(
                "watching " + keys,
                (on, time) -> {
                    WatchStream stream = new WatchStream(on.endpoint(), watcher);
                    WatchGrpc.newStub(on.channel())
                            .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(HAS_LEADER))
                            .watch(stream);
                    stream.ask(keys, from);
                    return stream;
                });
    }

    private static KVGrpc.KVBlockingV2Stub kv(Connection on, long nanos) throws EtcdException {
        return KVGrpc.newBlockingV2Stub(on.channel())
                .withDeadlineAfter(nanos, TimeUnit.NANOSECONDS);
    }

    private static LeaseGrpc.LeaseBlockingV2Stub leases(Connection on, long nanos)
            throws EtcdException {
        return LeaseGrpc.newBlockingV2Stub(on.channel())
                .withDeadlineAfter(nanos, TimeUnit.NANOSECONDS);
    }

    /** Cuts off whatever runs; idempotent. */
    @Override
    public void close() {
        line.close();
    }
}
