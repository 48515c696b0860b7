package hostler.core;

import hostler.core.api.Recovery;
import hostler.core.api.ServiceEvent.Kind;
import hostler.settings.Durations;
import java.time.Duration;
import java.util.Optional;
import java.util.function.DoubleSupplier;

/**
 * Whether and when a service that went down comes back: the policy applied to what happened.
 * Confined to the service's reconciler.
 */
final class Comeback {
    private final Ticker ticker;
    private final DoubleSupplier random;
    private final Bulletin bulletin;
    private Retry retry = Retry.NONE;
    private RestartBudget budget;

    Comeback(Surroundings around, Bulletin bulletin, RestartBudget budget) {
        this.ticker = around.ticker();
        this.random = around.random();
        this.bulletin = bulletin;
        this.budget = budget;
    }

    Retry retry() {
        return retry;
    }

    RestartBudget budget() {
        return budget;
    }

    Optional<Setback> veto(Recovery recovery) {
        return budget.veto(recovery, ticker.nanos());
    }

    /** The budget after the start that is about to be made. */
    RestartBudget afterStart() {
        return restarts() ? budget.spent(ticker.nanos()) : budget;
    }

    /** It was started, and this is what is left. */
    void started(RestartBudget left) {
        budget = left;
        retry = Retry.NONE;
    }

    /** Nothing is held against it any more. */
    void forgive() {
        budget = budget.forgiven();
        retry = Retry.NONE;
    }

    /**
     * It failed.
     *
     * @param completed it ended of its own accord, with success
     * @param ago how long that is past; as much of the wait is over already
     */
    void failed(Recovery recovery, String reason, boolean completed, Duration ago) {
        Optional<Setback> veto = veto(recovery);
        if (!recovery.enabled()) {
            never(reason + "; recovery is off", completed);
        } else if (veto.isPresent()) {
            never(veto.get().reason() + "; last: " + reason, false);
        } else {
            again(reason, budget.delay(recovery, random.getAsDouble()).minus(ago), true);
        }
    }

    /** Nothing could be started, and that may change by itself: tried for as long as it takes. */
    void couldNotStart(Recovery recovery, String reason) {
        Duration delay = budget.delay(recovery, random.getAsDouble());
        budget = budget.delayed();
        again(reason, delay, restarts());
    }

    /** Whether an end would be answered at once, however it ended. */
    boolean wouldRestartNow(Recovery recovery) {
        return veto(recovery).isEmpty() && budget.streak() == 0;
    }

    /** It is known better why it is to be started again. */
    void explained(String reason) {
        if (retry instanceof Retry.At at) {
            retry = new Retry.At(at.due(), at.at(), reason, at.counts());
        }
    }

    /** It has done what it was for. */
    void completed(String reason) {
        never(reason, true);
    }

    /** Whether it has done what it was for. */
    boolean isCompleted() {
        return retry instanceof Retry.Never never && never.completed();
    }

    /** It stays down until somebody commands it or its package changes. */
    void never(String reason, boolean completed) {
        retry = new Retry.Never(reason, completed);
        bulletin.note(Kind.RECOVERY, reason);
    }

    private boolean restarts() {
        return retry instanceof Retry.At at && at.counts();
    }

    private void again(String reason, Duration wait, boolean counts) {
        Duration left = wait.isNegative() ? Duration.ZERO : wait;
        retry =
                new Retry.At(
                        ticker.nanos() + left.toNanos(), ticker.now().plus(left), reason, counts);
        String when = left.isZero() ? "now" : "in " + Durations.format(left);
        bulletin.note(Kind.RECOVERY, reason + "; starting again " + when);
    }
}
