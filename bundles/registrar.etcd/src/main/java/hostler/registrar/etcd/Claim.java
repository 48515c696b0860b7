package hostler.registrar.etcd;

import hostler.etcd.Commit;
import hostler.etcd.Entry;
import hostler.etcd.Etcd;
import hostler.etcd.EtcdException;
import hostler.etcd.Guard;
import hostler.etcd.Lease;
import hostler.etcd.Watch;
import hostler.registrar.api.Announcement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Makes the keys of an agent its own: looks who holds them, and writes only if nobody else has
 * changed them since.
 *
 * @param etcd blocks
 * @param watching opens the watch behind a revision
 */
record Claim(Etcd etcd, Watching watching) {
    /** Each time somebody else was faster. */
    private static final int TRIES = 3;

    /** Opens a watch of keys, from a revision on, told apart by the lease they are under. */
    @FunctionalInterface
    interface Watching {
        Watch open(List<String> keys, long from, long lease) throws EtcdException;
    }

    /** Under a new lease, which is revoked again when the keys cannot be had. */
    Holding fresh(Entries entries, Duration ttl) throws EtcdException, ConflictException {
        // Not even a lease is asked for where another agent is in the way.
        looked(entries, 0);
        long asked = System.nanoTime();
        Lease lease = etcd.grant(ttl);
        try {
            return under(lease, asked, entries);
        } catch (ConflictException e) {
            etcd.revoke(lease);
            throw e;
        }
    }

    /**
     * Under a lease that is there.
     *
     * @param renewedAt when it was last renewed
     */
    Holding under(Lease lease, long renewedAt, Entries entries)
            throws EtcdException, ConflictException {
        for (int left = TRIES; left > 0; left--) {
            List<Guard> unchanged = looked(entries, lease.id());
            Commit commit = etcd.commit(unchanged, entries.whole(lease.id()));
            if (commit.done()) {
                return watched(
                        new Holding(
                                lease,
                                entries,
                                commit.position(),
                                commit.position(),
                                renewedAt,
                                () -> {}));
            }
        }
        throw EtcdException.refused(
                "somebody else keeps changing " + entries.keys().all() + " while they are written");
    }

    /** That the keys still are as they were found, and that they may be overwritten. */
    private List<Guard> looked(Entries entries, long lease)
            throws EtcdException, ConflictException {
        Keys keys = entries.keys();
        return List.of(
                mine(keys.controller(), entries.agent(), lease),
                mine(keys.code(), entries.agent(), lease));
    }

    private Guard mine(String key, Announcement agent, long lease)
            throws EtcdException, ConflictException {
        Optional<Entry> found = etcd.find(key);
        Optional<String> objection = found.flatMap(entry -> Rivals.objection(entry, agent, lease));
        if (objection.isPresent()) {
            throw new ConflictException(objection.get());
        }
        return new Guard(key, found.map(Entry::modified).orElse(0L));
    }

    /** Replaces the watch by one behind the last writing. */
    Holding watched(Holding holding) throws EtcdException {
        holding.watch().close();
        return holding.watchedBy(
                watching.open(
                        holding.written().keys().all(),
                        holding.position().revision() + 1,
                        holding.lease().id()));
    }
}
