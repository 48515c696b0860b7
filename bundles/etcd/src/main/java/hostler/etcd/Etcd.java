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
import io.etcd.jetcd.api.LeaseRevokeResponse;
import io.etcd.jetcd.api.PutRequest;
import io.etcd.jetcd.api.RangeRequest;
import io.etcd.jetcd.api.RangeResponse;
import io.etcd.jetcd.api.RequestOp;
import io.etcd.jetcd.api.TxnRequest;
import io.etcd.jetcd.api.TxnResponse;
import io.etcd.jetcd.api.WatchGrpc;
import io.grpc.Metadata;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A client of one etcd. Safe for many threads; calls block, virtual threads are meant, and every
 * call ends in the time of {@link EtcdSettings#callTimeout}. It has no threads of its own, keeps
 * one connection at a time and opens it when it is needed: to the first member that answers and
 * knows a leader, and to the next one after a failure. A call that finds its member gone is tried
 * once at each other member, and one that was on its way to a leader that is gone is made again: it
 * may then be done twice, which only shows in {@link Commit#done}. Where nobody serves it fails
 * within some seconds.
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
     * Whether calls are worth it now: a member accepts a connection, answers and knows a leader.
     * Takes neither a majority nor a disk: cheap enough for every second. Blocks for the connect
     * timeout a member and once more at most. True also where a call would fail for another reason
     * than that nobody is there, so that the call tells it.
     */
    public boolean serves() {
        return line.serves();
    }

    /** The entry of a key, as all members agree on it. */
    public Optional<Entry> find(String key) throws EtcdException {
        return read(List.of(key)).entries().stream().findFirst();
    }

    /** The entries of some keys, as all members agree on them; what is not there is left out. */
    public Listing read(List<String> keys) throws EtcdException {
        TxnRequest.Builder request = TxnRequest.newBuilder();
        keys.forEach(key -> request.addSuccess(reading(key)));
        TxnResponse answer =
                line.call(
                        "reading " + keys, (on, time, to) -> kv(on, time).txn(request.build(), to));
        return new Listing(
                answer.getResponsesList().stream()
                        .flatMap(one -> one.getResponseRange().getKvsList().stream())
                        .map(Entry::of)
                        .toList(),
                Position.of(answer.getHeader()));
    }

    private static RequestOp reading(String key) {
        return RequestOp.newBuilder()
                .setRequestRange(RangeRequest.newBuilder().setKey(Entry.bytes(key)))
                .build();
    }

    /** All entries whose keys begin with a prefix, at one revision. */
    public Listing list(String prefix) throws EtcdException {
        return Pages.all(prefix, PAGE, request -> page(prefix, request));
    }

    private RangeResponse page(String prefix, RangeRequest request) throws EtcdException {
        return line.call("listing " + prefix, (on, time, to) -> kv(on, time).range(request, to));
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
        TxnResponse answer =
                line.call(doing, (on, time, to) -> kv(on, time).txn(request.build(), to));
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
     * Grants a lease under a name of the caller's; one that is there is renewed, because an answer
     * that was lost may have granted it. Who asks for the same until it is answered leaves none
     * behind.
     *
     * @param id above 0, and drawn so that nobody else has it
     * @param ttl at least a second; etcd may give more
     */
    public Lease grant(long id, Duration ttl) throws EtcdException {
        Lease lease = new Lease(id, ttl);
        LeaseGrantRequest request =
                LeaseGrantRequest.newBuilder().setID(id).setTTL(ttl.toSeconds()).build();
        try {
            LeaseGrantResponse answer =
                    line.call(
                            "granting lease " + lease,
                            (on, time, to) -> leases(on, time).leaseGrant(request, to));
            return new Lease(id, Duration.ofSeconds(answer.getTTL()));
        } catch (EtcdException e) {
            if (e.kind() != Kind.LEASE_THERE) {
                throw e;
            }
            keepAlive(lease);
            return lease;
        }
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
                line.call(
                        "renewing lease " + lease, (on, time, to) -> renew(on, request, time, to));
        if (answer.getTTL() <= 0) {
            throw new EtcdException(
                    Kind.LEASE_GONE, "lease " + lease + " is not there any more", null);
        }
        return Position.of(answer.getHeader());
    }

    private static void renew(
            Connection on,
            LeaseKeepAliveRequest request,
            long deadlineNanos,
            SingleAnswer<LeaseKeepAliveResponse> to)
            throws EtcdException {
        StreamObserver<LeaseKeepAliveRequest> call = leases(on, deadlineNanos).leaseKeepAlive(to);
        call.onNext(request);
        call.onCompleted();
    }

    /** Ends a lease and deletes what hangs on it; a lease that is gone is fine. */
    public void revoke(Lease lease) throws EtcdException {
        LeaseRevokeRequest request = LeaseRevokeRequest.newBuilder().setID(lease.id()).build();
        try {
            line.<LeaseRevokeResponse>call(
                    "revoking lease " + lease,
                    (on, time, to) -> leases(on, time).leaseRevoke(request, to));
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
        return line.open(
                "watching " + keys,
                on -> {
                    WatchStream stream = new WatchStream(on.endpoint(), watcher);
                    WatchGrpc.newStub(on.channel())
                            .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(HAS_LEADER))
                            .watch(stream);
                    stream.ask(keys, from);
                    return stream;
                });
    }

    private static KVGrpc.KVStub kv(Connection on, long nanos) throws EtcdException {
        return KVGrpc.newStub(on.channel()).withDeadlineAfter(nanos, TimeUnit.NANOSECONDS);
    }

    private static LeaseGrpc.LeaseStub leases(Connection on, long nanos) throws EtcdException {
        return LeaseGrpc.newStub(on.channel()).withDeadlineAfter(nanos, TimeUnit.NANOSECONDS);
    }

    /** Cuts off whatever runs; idempotent. */
    @Override
    public void close() {
        line.close();
    }
}
