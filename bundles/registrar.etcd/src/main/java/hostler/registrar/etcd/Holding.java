package hostler.registrar.etcd;

import hostler.etcd.Guard;
import hostler.etcd.Lease;
import hostler.etcd.Listing;
import hostler.etcd.Position;
import hostler.etcd.Watch;
import java.util.List;

/**
 * A registration that was made: the lease, what was written under it and when, on monotonic time.
 *
 * @param written what stands in etcd
 * @param position of that writing: all keys were last changed by its revision
 * @param seen the newest answer, for whoever compares the next one with it
 * @param renewedAt when the last renewal was asked for, in {@link System#nanoTime}
 * @param watch tells when others change the keys
 */
record Holding(
        Lease lease,
        Entries written,
        Position position,
        Position seen,
        long renewedAt,
        Watch watch) {

    /** Whether this is what was written, and nothing since. */
    boolean matches(Listing found) {
        return found.entries().size() == written.keys().all().size()
                && found.entries().stream()
                        .allMatch(
                                entry ->
                                        entry.modified() == position.revision()
                                                && entry.lease() == lease.id());
    }

    /** That nobody has touched the keys since. */
    List<Guard> untouched() {
        return written.keys().all().stream()
                .map(key -> new Guard(key, position.revision()))
                .toList();
    }

    Holding renewed(Position answer, long at) {
        return new Holding(lease, written, position, answer, at, watch);
    }

    Holding confirmed(Position answer) {
        return new Holding(lease, written, position, answer, renewedAt, watch);
    }

    Holding rewritten(Entries entries, Position answer) {
        return new Holding(lease, entries, answer, answer, renewedAt, watch);
    }

    Holding watchedBy(Watch fresh) {
        return new Holding(lease, written, position, seen, renewedAt, fresh);
    }

    /** How long the lease lasts at least, from now on; negative: it may have ended. */
    long leftNanos(long now) {
        return lease.ttl().toNanos() - (now - renewedAt);
    }
}
