package hostler.registrar.etcd;

import hostler.etcd.Commit;
import hostler.etcd.Entry;
import hostler.etcd.Etcd;
import hostler.etcd.EtcdException;
import hostler.etcd.Guard;
import hostler.etcd.Lease;
import hostler.etcd.Position;
import hostler.etcd.Watch;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

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

    /**
     * Under a new lease, which is revoked again when the keys cannot be had.
     *
     * @param id of the lease, see {@link Etcd#grant}
     */
    Holding fresh(Entries entries, long id, Duration ttl) throws EtcdException, ConflictException {
        // Not even a lease is asked for where another agent is in the way.
        List<Guard> unchanged = looked(entries, 0);
        long asked = System.nanoTime();
        Lease lease = etcd.grant(id, ttl);
        try {
            return under(lease, asked, entries, unchanged);
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
        return under(lease, renewedAt, entries, looked(entries, lease.id()));
    }

    private Holding under(Lease lease, long renewedAt, Entries entries, List<Guard> found)
            throws EtcdException, ConflictException {
        List<Guard> unchanged = found;
        for (int left = TRIES; left > 0; left--) {
            Commit commit = etcd.commit(unchanged, entries.whole(lease.id()));
            if (commit.done()) {
                return watched(made(lease, renewedAt, entries, commit.position()));
            }
            unchanged = looked(entries, lease.id());
        }
        throw EtcdException.refused(
                "somebody else keeps changing " + entries.keys().all() + " while they are written");
    }

    private static Holding made(Lease lease, long renewedAt, Entries entries, Position position) {
        return new Holding(lease, entries, position, position, renewedAt, () -> {});
    }

    /** That the keys still are as they were found, and that they may be overwritten. */
    private List<Guard> looked(Entries entries, long lease)
            throws EtcdException, ConflictException {
        List<String> contested = entries.keys().contested();
        Map<String, Entry> found =
                etcd.read(contested).entries().stream()
                        .collect(Collectors.toMap(Entry::key, Function.identity()));
        for (Entry entry : found.values()) {
            Optional<String> objection = Rivals.objection(entry, entries.agent(), lease);
            if (objection.isPresent()) {
                throw new ConflictException(objection.get());
            }
        }
        return contested.stream().map(key -> new Guard(key, modified(found.get(key)))).toList();
    }

    private static long modified(@Nullable Entry entry) {
        return entry == null ? 0 : entry.modified();
    }

    /** Replaces the watch by one behind the newest answer, by which all was as it should be. */
    Holding watched(Holding holding) throws EtcdException {
        holding.watch().close();
        return holding.watchedBy(
                watching.open(
                        holding.written().keys().all(),
                        holding.seen().revision() + 1,
                        holding.lease().id()));
    }
}
