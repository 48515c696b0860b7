package hostler.health;

import hostler.core.api.Health;
import hostler.core.api.HealthCheck;
import hostler.core.api.ServiceState;
import hostler.core.api.ServiceStatus;
import hostler.core.api.Verdict;
import hostler.health.api.CheckResult;
import hostler.health.api.CheckTarget;
import hostler.health.api.HealthChange;
import hostler.health.api.HealthEntry;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The checks of one launch: one at a time, each on its own schedule, judged and told. Thread-safe:
 * everything happens under this object's monitor and nothing under it blocks. While the launch is
 * paused nothing is checked, and what was believed stays believed.
 */
final class LaunchCheckup {
    private static final CompletableFuture<Void> DONE = CompletableFuture.completedFuture(null);

    private final Instruments instruments;
    private final History history;
    private final String launchId;
    private final Closeness closeness;

    private ServiceStatus status;
    private Judgement judgement = Judgement.NONE;
    private Optional<HealthEntry> last = Optional.empty();
    private Optional<Health> reported = Optional.empty();
    private CompletableFuture<Void> conclusion = DONE;
    private Timer.@Nullable Task next;
    private @Nullable Attempt running;
    private @Nullable Pace pace;
    private long due;
    private boolean unanswered;
    private boolean again;
    private boolean ended;

    /**
     * Prepares the checks of a launch; {@link #begin} starts them.
     *
     * @param status a status with a live process and a launch id
     */
    LaunchCheckup(
            ServiceStatus status,
            String launchId,
            Instruments instruments,
            History history,
            Closeness closeness) {
        this.status = status;
        this.launchId = launchId;
        this.instruments = instruments;
        this.history = history;
        this.closeness = closeness;
        if (status.ready()) {
            // What was believed before health itself was replaced stays believed until there is
            // evidence against it.
            judgement = Judgement.of(status.health());
            reported = Optional.of(status.health());
        }
    }

    /** The first check runs at once. */
    synchronized void begin() {
        Optional<HealthCheck> check = status.spec().healthCheck();
        if (check.isPresent()) {
            pace = new Pace(check.get(), status.id());
            examineNow();
        } else {
            passWithoutCheck();
        }
    }

    /** Takes a newer status of the same launch; a changed check begins anew. */
    synchronized void update(ServiceStatus newer) {
        boolean sameCheck = newer.spec().healthCheck().equals(status.spec().healthCheck());
        boolean wasPaused = paused();
        status = newer;
        if (paused() && !wasPaused) {
            pause();
        }
        if (!sameCheck) {
            halt();
            begin();
        } else if (wasPaused && !paused()) {
            resume();
        }
    }

    private boolean paused() {
        return status.state() == ServiceState.PAUSED;
    }

    /** What a check saw while the launch came to a stand is not held against it. */
    private void pause() {
        halt();
        judgement = Judgement.of(judgement.health());
    }

    /** It has a whole interval to come to itself; core may have dropped what it was told last. */
    private void resume() {
        reported = Optional.empty();
        due = instruments.timer().nanos();
        schedule();
    }

    /** No check any more; what is under way is interrupted and dropped. */
    synchronized void end() {
        ended = true;
        halt();
    }

    /** Joins the check under way, or runs one while there is no evidence; completes when judged. */
    synchronized CompletableFuture<Void> firstEvidence() {
        if (!ended && running == null && last.isEmpty()) {
            examineNow();
        }
        return conclusion;
    }

    /** Somebody looks closely from now on. */
    synchronized void hurry() {
        if (!ended && running == null && pace != null) {
            examineNow();
        }
    }

    /** A checker came: whoever waits for one of its type is checked at once. */
    synchronized void arrived(String type) {
        boolean mine = status.spec().healthCheck().filter(c -> c.type().equals(type)).isPresent();
        if (mine && running != null) {
            again = true;
        } else if (mine && unanswered && !ended) {
            examineNow();
        }
    }

    boolean isFor(String launch) {
        return launchId.equals(launch);
    }

    synchronized Health health() {
        return judgement.health();
    }

    /** The newest check of this launch. */
    synchronized Optional<HealthEntry> last() {
        return last;
    }

    private void halt() {
        cancelNext();
        Attempt attempt = running;
        running = null;
        if (attempt != null) {
            attempt.abort();
        }
    }

    private void cancelNext() {
        if (next != null) {
            next.cancel();
            next = null;
        }
    }

    private void examineNow() {
        due = instruments.timer().nanos();
        examine();
    }

    private synchronized void examine() {
        Optional<HealthCheck> check = status.spec().healthCheck();
        boolean nobody = paused() || status.process().isEmpty();
        if (ended || running != null || check.isEmpty() || nobody) {
            return;
        }
        cancelNext();
        again = false;
        CheckTarget target =
                new CheckTarget(status.spec(), check.get(), launchId, status.process().get());
        Attempt attempt = instruments.runner().start(target, due);
        running = attempt;
        conclusion = attempt.outcome().thenAccept(found -> conclude(attempt, check.get(), found));
    }

    private synchronized void conclude(
            Attempt attempt, HealthCheck check, Optional<Finding> found) {
        if (running != attempt) {
            return;
        }
        running = null;
        unanswered =
                found.map(finding -> finding.result().outcome())
                        .filter(outcome -> outcome != CheckResult.Outcome.INCONCLUSIVE)
                        .isEmpty();
        found.ifPresent(finding -> judge(finding, check));
        if (again && unanswered) {
            examineNow();
        } else {
            schedule();
        }
    }

    private void schedule() {
        if (pace == null) {
            return;
        }
        long now = instruments.timer().nanos();
        long usual = pace.next(due, now, ready());
        due =
                closeness
                        .interval()
                        .map(often -> Math.min(usual, now + often.toNanos()))
                        .orElse(usual);
        next = instruments.timer().after(Duration.ofNanos(due - now), this::examine);
    }

    /** Core learns of readiness from us, so what it says may lag behind the verdict. */
    private boolean ready() {
        return status.ready() || judgement.verdict() != Verdict.UNKNOWN;
    }

    private void judge(Finding finding, HealthCheck check) {
        accept(judgement.after(finding.result(), check, ready()), finding, check.type());
    }

    private void passWithoutCheck() {
        pace = null;
        CheckResult result = CheckResult.ok("no health check configured");
        accept(
                new Judgement(Verdict.HEALTHY, result.message(), 0, 0),
                new Finding(result, Duration.ZERO),
                "");
    }

    private void accept(Judgement newer, Finding finding, String type) {
        Verdict before = judgement.verdict();
        judgement = newer;
        HealthEntry entry =
                new HealthEntry(
                        newer.verdict(), finding.result(), Instant.now(), type, finding.duration());
        last = Optional.of(entry);
        history.add(entry);
        report();
        if (newer.verdict() != before) {
            instruments.notifications().tell(new HealthChange(status.id(), before, entry));
        }
    }

    private void report() {
        Health health = judgement.health();
        if (reported.filter(health::equals).isEmpty()) {
            reported = Optional.of(health);
            instruments.reports().report(status.id(), launchId, health);
        }
    }
}
