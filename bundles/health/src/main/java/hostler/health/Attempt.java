package hostler.health;

import hostler.core.api.HealthCheck;
import hostler.health.api.CheckResult;
import hostler.health.api.CheckResult.Outcome;
import hostler.health.api.CheckTarget;
import hostler.health.api.Deadline;
import hostler.health.api.HealthChecker;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * One check of one service: waits for a slot, asks the checker, and ends in time whatever the
 * checker does.
 */
final class Attempt {
    /**
     * A checker that keeps its deadline gets this much longer to say what it was waiting for, which
     * tells more than "timed out".
     */
    static final Duration GRACE = Duration.ofMillis(100);

    /** Lateness below this says nothing about the host. */
    static final Duration STARVED = Duration.ofSeconds(1);

    private static final int MESSAGE_LIMIT = 4_096;

    private final CheckRunner runner;
    private final CheckTarget target;
    private final long due;
    private final Thread thread;
    private final CompletableFuture<Optional<Finding>> outcome = new CompletableFuture<>();
    private volatile @Nullable HealthChecker asked;
    private volatile long started;

    Attempt(CheckRunner runner, CheckTarget target, long due) {
        this.runner = runner;
        this.target = target;
        this.due = due;
        this.thread =
                Thread.ofVirtual().name("check-" + target.spec().id()).unstarted(this::perform);
    }

    /**
     * Completes, always normally, with what was found; empty when the check says nothing at all: it
     * was ended, or its checker is being replaced.
     */
    CompletableFuture<Optional<Finding>> outcome() {
        return outcome;
    }

    void begin() {
        thread.start();
    }

    boolean asks(HealthChecker checker) {
        return checker.equals(asked);
    }

    /** Ends the check without a finding; idempotent. */
    void abort() {
        cut(Optional.empty());
    }

    /** Whoever completes the outcome decides; the loser's answer is dropped. */
    private void cut(Optional<Finding> found) {
        if (outcome.complete(found)) {
            runner.abandoned(type(), 1);
            thread.interrupt();
        }
    }

    private void perform() {
        Optional<Finding> found =
                Optional.of(Finding.notAsked("the checker of type '" + type() + "' died"));
        try {
            found = examine();
        } finally {
            asked = null;
            runner.finished(this);
            if (!outcome.complete(found)) {
                runner.abandoned(type(), -1);
            }
        }
    }

    private Optional<Finding> examine() {
        try {
            runner.slots().acquire();
        } catch (InterruptedException ended) {
            return Optional.empty();
        }
        var _ = outcome.thenRun(runner.slots()::release);
        if (runner.tooManyAbandoned(type())) {
            return Optional.of(
                    Finding.notAsked(
                            "not asked: %d earlier checks of type '%s' still hang after their"
                                            .formatted(CheckRunner.ABANDONED_PER_TYPE, type())
                                    + " timeout; replace its bundle"));
        }
        return runner.checkers().find(type()).map(this::ask).orElseGet(this::nobodyToAsk);
    }

    private Optional<Finding> nobodyToAsk() {
        return runner.checkers().beingReplaced(type(), check().interval())
                ? Optional.empty()
                : Optional.of(
                        Finding.notAsked(
                                "no health checker of type '"
                                        + type()
                                        + "' is installed; drop its bundle into the deploy"
                                        + " directory"));
    }

    private Optional<Finding> ask(HealthChecker checker) {
        started = runner.timer().nanos();
        asked = checker;
        Timer.Task deadline =
                runner.timer().after(check().timeout().plus(GRACE), () -> cut(timedOut()));
        try {
            return finding(clip(checker.check(target, Deadline.after(check().timeout()))));
        } catch (InterruptedException ended) {
            return Optional.empty();
        } catch (RuntimeException | LinkageError e) {
            return finding(
                    CheckResult.inconclusive("the checker of type '" + type() + "' failed: " + e));
        } finally {
            deadline.cancel();
        }
    }

    private Optional<Finding> timedOut() {
        String timeout = check().timeout().toString().substring("PT".length());
        return finding(CheckResult.critical("timed out after " + timeout.toLowerCase(Locale.ROOT)));
    }

    private Optional<Finding> finding(CheckResult result) {
        Duration took = Duration.ofNanos(runner.timer().nanos() - started);
        boolean doubtful = result.outcome() == Outcome.CRITICAL && starved(took);
        return Optional.of(
                new Finding(
                        doubtful
                                ? CheckResult.inconclusive(
                                        "the host or the agent was starved, this check says"
                                                + " nothing: "
                                                + result.message())
                                : result,
                        took));
    }

    /**
     * A check that began late, or was noticed long after its deadline (the agent was stopped or
     * suspended), would blame the service for what the host did.
     */
    private boolean starved(Duration took) {
        Duration late = Duration.ofNanos(started - due);
        Duration half = check().interval().dividedBy(2);
        return late.compareTo(half.compareTo(STARVED) > 0 ? half : STARVED) > 0
                || took.compareTo(check().timeout().plus(GRACE).plus(STARVED)) > 0;
    }

    private static CheckResult clip(CheckResult result) {
        return result.message().length() <= MESSAGE_LIMIT
                ? result
                : new CheckResult(result.outcome(), result.message().substring(0, MESSAGE_LIMIT));
    }

    private HealthCheck check() {
        return target.check();
    }

    private String type() {
        return check().type();
    }
}
