package hostler.registrar.etcd;

import hostler.etcd.Etcd;
import hostler.etcd.EtcdException;
import hostler.etcd.EtcdException.Kind;
import hostler.registrar.api.Announcement;
import hostler.registrar.api.Registration.Cause;
import hostler.registrar.etcd.Signals.Signal;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps one agent registered: one loop on one virtual thread does everything there is to do, one
 * thing after the other, and sleeps until something is due. The lease is renewed every third of its
 * time. Everything that casts doubt on what stands in etcd (a key changed or deleted by somebody
 * else, a watch that ended, a revision that went back, an attempt that failed) is answered in one
 * way: the lease is renewed and the keys are read; what is not as it was written is written anew,
 * and where the lease is gone, the agent is registered from the beginning. An etcd that comes back
 * thus has nothing to write for all the agents whose entries it has kept.
 */
final class Session {
    private static final Logger LOG = LoggerFactory.getLogger(Session.class);

    /** While nothing can be announced: nothing is due. */
    private static final long IDLE = TimeUnit.HOURS.toNanos(1);

    /** While what is to be announced is not known. */
    private static final long SOON = TimeUnit.MILLISECONDS.toNanos(500);

    private final Etcd etcd;
    private final Supplier<Outlook> source;
    private final Outcome outcome;
    private final Pace pace;
    private final Tenure tenure;
    private final Signals signals = new Signals();
    private final Thread loop;

    /**
     * A session that has not begun.
     *
     * @param etcd may be shared; stays open
     * @param source what to announce; asked by the loop, must not block
     */
    Session(Etcd etcd, Supplier<Outlook> source, Plan plan, Outcome outcome, InstantSource clock) {
        this.etcd = etcd;
        this.source = source;
        this.outcome = outcome;
        this.pace = new Pace(plan.pace(), RandomGenerator.getDefault());
        this.tenure = new Tenure(etcd, plan, clock, () -> signals.raise(Signal.DOUBT));
        this.loop = Thread.ofVirtual().name("registrar-etcd").unstarted(this::run);
    }

    Session start() {
        loop.start();
        return this;
    }

    /** There is something new to announce. Does not block. */
    void changed() {
        signals.raise(Signal.CHANGED);
    }

    /**
     * Takes the registration back.
     *
     * @return whether the loop has ended in time
     */
    boolean stop(Duration patience) throws InterruptedException {
        signals.raise(Signal.STOP);
        return loop.join(patience);
    }

    private void run() {
        try {
            Set<Signal> seen = Set.of();
            while (!seen.contains(Signal.STOP)) {
                if (seen.contains(Signal.DOUBT)) {
                    tenure.doubt();
                }
                seen = signals.await(step());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            tenure.withdraw();
        }
    }

    /** Does what is due, and says when something will be. */
    private long step() {
        return switch (source.get()) {
            case Outlook.Ready ready -> announced(ready.agent());
            case Outlook.Nothing nothing -> silent(nothing);
            case Outlook.Unknown unknown -> asBefore(unknown);
        };
    }

    private long silent(Outlook.Nothing nothing) {
        tenure.withdraw();
        outcome.absent(nothing.cause(), nothing.reason());
        return System.nanoTime() + IDLE;
    }

    private long asBefore(Outlook.Unknown unknown) {
        long soon = System.nanoTime() + SOON;
        Announcement known = tenure.announced();
        if (known == null) {
            outcome.absent(Cause.STARTING, unknown.reason());
            return soon;
        }
        announced(known);
        return soon;
    }

    private long announced(Announcement agent) {
        long now = System.nanoTime();
        if (pace.mayLook(now)) {
            pace.looked(etcd.serves(), now);
        }
        if (pace.mayTry(System.nanoTime())) {
            attempt(agent);
        }
        return pace.failing() ? pace.next() : tenure.due(agent);
    }

    private void attempt(Announcement agent) {
        try {
            tenure.keep(agent);
            pace.worked();
            outcome.registered(agent.address());
        } catch (EtcdException e) {
            failed(e.kind(), e);
        } catch (ConflictException e) {
            pace.failed(Kind.OTHER, System.nanoTime());
            outcome.absent(Cause.CONFLICT, String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            // Nobody else would ever try again.
            LOG.error("registration failed unexpectedly", e);
            failed(Kind.OTHER, e);
        }
    }

    private void failed(Kind kind, Exception e) {
        LOG.debug("an attempt failed", e);
        pace.failed(kind, System.nanoTime());
        tenure.doubt();
        String reason = String.valueOf(e.getMessage());
        if (tenure.lasts()) {
            outcome.unconfirmed(Outcome.cause(kind), reason);
        } else {
            outcome.absent(Outcome.cause(kind), reason);
        }
    }
}
