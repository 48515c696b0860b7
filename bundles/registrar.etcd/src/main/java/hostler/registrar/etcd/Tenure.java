package hostler.registrar.etcd;

import hostler.etcd.Commit;
import hostler.etcd.Etcd;
import hostler.etcd.EtcdException;
import hostler.etcd.EtcdException.Kind;
import hostler.etcd.Listing;
import hostler.etcd.Position;
import hostler.etcd.Watch;
import hostler.registrar.api.Announcement;
import java.time.InstantSource;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The registration itself: what is held in etcd, and what is to be done to keep it true. Used by
 * one thread; every method may block for the time of a few calls.
 */
final class Tenure {
    private static final Logger LOG = LoggerFactory.getLogger(Tenure.class);

    private final Etcd etcd;
    private final Plan plan;
    private final InstantSource clock;
    private final Runnable alarm;
    private final Claim claim;
    private @Nullable Holding holding;
    private long nextLease = drawn();
    private boolean doubted;

    /** When the values were last written, or found to be as they should, on monotonic time. */
    private long currentAt;

    /**
     * @param alarm told, from any thread, when there is reason for {@link #doubt}
     */
    Tenure(Etcd etcd, Plan plan, InstantSource clock, Runnable alarm) {
        this.etcd = etcd;
        this.plan = plan;
        this.clock = clock;
        this.alarm = alarm;
        this.claim = new Claim(etcd, this::watch);
    }

    /** What stands in etcd may not be what was written: the next time it is read. */
    void doubt() {
        doubted = true;
    }

    /** Whom etcd shows, as far as known. */
    @Nullable Announcement announced() {
        Holding known = holding;
        return known == null ? null : known.written().agent();
    }

    /** Whether others can still see it, even if nothing was renewed since. */
    boolean lasts() {
        Holding known = holding;
        return known != null && known.leftNanos(System.nanoTime()) > 0;
    }

    /**
     * Does whatever is due, so that this is announced.
     *
     * @throws ConflictException when another agent holds a key; then nothing is held any more
     */
    void keep(Announcement agent) throws EtcdException, ConflictException {
        Holding known = holding;
        if (known != null && !known.written().agent().address().equals(agent.address())) {
            withdraw();
        }
        try {
            keepOrTake(agent);
        } catch (ConflictException e) {
            withdraw();
            throw e;
        }
    }

    private void keepOrTake(Announcement agent) throws EtcdException, ConflictException {
        Holding known = holding;
        if (known == null) {
            take(agent);
            return;
        }
        try {
            write(renewed(known), agent);
        } catch (EtcdException e) {
            if (e.kind() != Kind.LEASE_GONE) {
                throw e;
            }
            LOG.warn("the registration is taken anew: {}", e.getMessage());
            known.watch().close();
            holding = null;
            take(agent);
        }
    }

    private void take(Announcement agent) throws EtcdException, ConflictException {
        // The same until it has worked: a grant whose answer is lost leaves no lease behind.
        holding = claim.fresh(entries(agent), nextLease, plan.ttl());
        nextLease = drawn();
        noteCurrent();
    }

    private static long drawn() {
        return RandomGenerator.getDefault().nextLong(1, Long.MAX_VALUE);
    }

    private Entries entries(Announcement agent) {
        return Entries.of(plan.prefix(), agent, clock.instant());
    }

    private void noteCurrent() {
        doubted = false;
        currentAt = System.nanoTime();
    }

    private Holding renewed(Holding known) throws EtcdException {
        long now = System.nanoTime();
        if (!doubted && now - known.renewedAt() < plan.renewalNanos()) {
            return known;
        }
        Position answer = etcd.keepAlive(known.lease());
        doubted |= answer.contradicts(known.seen());
        Holding renewed = known.renewed(answer, now);
        holding = renewed;
        return renewed;
    }

    private void write(Holding known, Announcement agent) throws EtcdException, ConflictException {
        long age = System.nanoTime() - currentAt;
        boolean changed = !known.written().agent().equals(agent);
        if (age < plan.debounce().toNanos()
                || (!doubted && !changed && age < plan.refresh().toNanos())) {
            return;
        }
        Entries entries = entries(agent);
        Holding sure = doubted ? checked(known, entries) : known;
        if (!sure.written().controller().equals(entries.controller())) {
            holding = written(sure, entries);
        }
        noteCurrent();
    }

    /** Reads what stands there, and writes all anew where it is not what was written. */
    private Holding checked(Holding known, Entries entries)
            throws EtcdException, ConflictException {
        Listing found = etcd.read(known.written().keys().all());
        Holding right =
                known.matches(found)
                        ? claim.watched(known.confirmed(found.position()))
                        : takenAnew(known, entries);
        holding = right;
        return right;
    }

    private Holding written(Holding known, Entries entries)
            throws EtcdException, ConflictException {
        Commit commit = etcd.commit(known.untouched(), entries.whole(known.lease().id()));
        return commit.done()
                ? known.rewritten(entries, commit.position())
                : takenAnew(known, entries);
    }

    private Holding takenAnew(Holding known, Entries entries)
            throws EtcdException, ConflictException {
        LOG.warn("{} are not as they were last written; taking them anew", entries.keys().all());
        known.watch().close();
        return claim.under(known.lease(), known.renewedAt(), entries);
    }

    /** When something is due, on monotonic time, as long as this is to be announced. */
    long due(Announcement agent) {
        long now = System.nanoTime();
        Holding known = holding;
        if (known == null) {
            return now;
        }
        boolean pending = doubted || !known.written().agent().equals(agent);
        long writing = (pending ? plan.debounce() : plan.refresh()).toNanos() - (now - currentAt);
        long renewal = plan.renewalNanos() - (now - known.renewedAt());
        return now + Math.max(0, Math.min(writing, renewal));
    }

    private Watch watch(List<String> keys, long from, long lease) throws EtcdException {
        Guardian guardian = new Guardian(lease, alarm);
        return guardian.over(etcd.watch(keys, from, guardian));
    }

    /** Takes the registration back, if there is one. */
    void withdraw() {
        Holding known = holding;
        holding = null;
        if (known == null) {
            return;
        }
        known.watch().close();
        try {
            etcd.revoke(known.lease());
        } catch (EtcdException e) {
            LOG.info(
                    "the registration could not be taken back and ends by itself within {}: {}",
                    plan.ttl(),
                    e.getMessage());
        }
    }
}
