package hostler.configs;

import hostler.configs.api.ConfigOutcome.Reason;
import hostler.core.api.Desired;
import hostler.core.api.ServiceConfiguration.Effect;
import hostler.core.api.ServiceEvent;
import hostler.core.api.ServiceEvents;
import hostler.core.api.ServiceException;
import hostler.core.api.ServiceId;
import hostler.core.api.ServiceState;
import hostler.core.api.ServiceStatus;
import hostler.core.api.Verdict;
import hostler.health.api.CheckResult;
import hostler.health.api.HealthBook;
import hostler.health.api.HealthEntry;
import hostler.os.api.ExitRecord;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches a service after a change, from before it is told: the launch that has the new files must
 * live all the time, and be ready at the end. For one caller; events come on another thread.
 */
final class Soak implements AutoCloseable {
    /** How often it is checked meanwhile. */
    private static final Duration CLOSELY = Duration.ofSeconds(1);

    /** What ended may be replaced before it is told how it ended; that takes some milliseconds. */
    private static final Duration EXPLANATION = Duration.ofSeconds(1);

    private static final Logger LOG = LoggerFactory.getLogger(Soak.class);

    private final Doors doors;
    private final ServiceStatus before;
    private final ServiceEvents.Subscription subscription;
    private final Optional<HealthBook.CloseWatch> checks;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    // Guarded by lock.
    private Optional<String> launch;
    private long launchedAt;
    private long restarts;
    private Trial.@Nullable Failed failure;
    private boolean unexplained;

    private Soak(Doors doors, ServiceStatus before, Effect effect) {
        this.doors = doors;
        this.before = before;
        this.launch = effect instanceof Effect.Restarted ? Optional.empty() : before.launchId();
        this.launchedAt = System.nanoTime();
        this.restarts = before.totalRestarts();
        this.checks = watchClosely(doors, before.id());
        this.subscription = doors.events().subscribe(this::take);
    }

    static Soak begin(Doors doors, ServiceStatus before, Effect effect) {
        return new Soak(doors, before, effect);
    }

    private static Optional<HealthBook.CloseWatch> watchClosely(Doors doors, ServiceId id) {
        try {
            Optional<HealthBook> health = doors.health().get();
            return health.isEmpty()
                    ? Optional.empty()
                    : Optional.of(health.get().watchClosely(id, CLOSELY));
        } catch (ServiceException gone) {
            LOG.debug("{} cannot be watched closely", id, gone);
            return Optional.empty();
        }
    }

    private void take(ServiceEvent event) {
        if (event.service().equals(before.id())) {
            look(event.status());
        }
    }

    private void look(ServiceStatus status) {
        lock.lock();
        try {
            if (status.revision() > before.revision()) {
                learn(status);
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    private void learn(ServiceStatus status) {
        if (failure == null) {
            judge(status);
        } else if (unexplained && explains(status)) {
            failure = ended(status);
        }
    }

    private void judge(ServiceStatus status) {
        if (status.desired() != Desired.RUNNING) {
            fail(Reason.INVALID_REQUEST, "it was told to stop meanwhile", false);
        } else if (launch.isEmpty()) {
            awaitLaunch(status);
        } else if (over(status)) {
            failure = ended(status);
        } else if (critical(status) && !critical(before)) {
            // Recovery is about to replace it; there is nothing to wait for.
            fail(Reason.HEALTH_CHECK_FAILED, complaint(status), true);
        }
    }

    private void awaitLaunch(ServiceStatus status) {
        boolean fresh =
                status.launchId().isPresent() && !status.launchId().equals(before.launchId());
        if (status.state() == ServiceState.FAILED) {
            fail(Reason.SERVICE_START_FAILED, status.reason(), fresh);
        } else if (fresh && status.state().alive() && status.process().isPresent()) {
            launch = status.launchId();
            launchedAt = System.nanoTime();
            restarts = status.totalRestarts();
        }
    }

    private boolean over(ServiceStatus status) {
        return !status.state().alive()
                || !status.launchId().equals(launch)
                || status.totalRestarts() > restarts;
    }

    /** Somebody may have restarted it by hand: that is no proof against the content. */
    private Trial.Failed ended(ServiceStatus status) {
        boolean byItself = !status.state().alive() || status.totalRestarts() > restarts;
        unexplained = byItself && !explains(status);
        return new Trial.Failed(Reason.SERVICE_START_FAILED, status.reason(), byItself);
    }

    /** Whether it says how the launch ended that was watched. */
    private boolean explains(ServiceStatus status) {
        return status.lastExit().map(ExitRecord::launchId).equals(launch);
    }

    private void fail(Reason reason, String message, boolean blamesContent) {
        failure = new Trial.Failed(reason, message, blamesContent);
    }

    /**
     * Watches until it is certain.
     *
     * @param soak how long the launch must live
     * @param starting how long it may take until the launch is there
     * @param end by {@link System#nanoTime}, when the answer is due at the latest
     */
    Trial watch(Duration soak, Duration starting, long end) throws InterruptedException {
        lock.lock();
        try {
            await(() -> launch.isPresent(), earlier(end, System.nanoTime() + starting.toNanos()));
            if (failure == null && launch.isEmpty()) {
                fail(Reason.SERVICE_START_FAILED, "it was not started in time", false);
            }
            long full = launchedAt + soak.toNanos();
            await(() -> false, earlier(end, full));
            await(() -> !undecided(), earlier(end, full + soak.toNanos()));
            if (failure == null) {
                return atTheEnd(end - full >= 0);
            }
            awaitExplanation(end);
            return failure;
        } finally {
            lock.unlock();
        }
    }

    private static long earlier(long one, long other) {
        return one - other < 0 ? one : other;
    }

    /**
     * Waits until it has failed, or what is awaited has come, or the time is up. A check tells
     * nobody that it failed once more, so it is asked as often as it is made.
     */
    private void await(BooleanSupplier come, long due) throws InterruptedException {
        long left = due - System.nanoTime();
        while (failure == null && !come.getAsBoolean() && left > 0) {
            var _ = changed.awaitNanos(Math.min(left, CLOSELY.toNanos()));
            left = due - System.nanoTime();
        }
    }

    private void awaitExplanation(long end) throws InterruptedException {
        long due = earlier(end, System.nanoTime() + EXPLANATION.toNanos());
        long left = due - System.nanoTime();
        while (unexplained && left > 0) {
            left = changed.awaitNanos(left);
        }
    }

    /** A single failure may be noise: the thresholds of the service say when it is more. */
    private boolean undecided() {
        return lastCheckFailed()
                && doors.registry().find(before.id()).filter(Soak::critical).isEmpty();
    }

    private static boolean critical(ServiceStatus status) {
        return status.health().verdict() == Verdict.CRITICAL;
    }

    private boolean lastCheckFailed() {
        return lastCheck()
                .filter(check -> check.result().outcome() == CheckResult.Outcome.CRITICAL)
                .isPresent();
    }

    private Optional<HealthEntry> lastCheck() {
        return checks.flatMap(HealthBook.CloseWatch::last);
    }

    /**
     * @param whole whether it was watched as long as it should be
     */
    private Trial atTheEnd(boolean whole) {
        Optional<ServiceStatus> now = doors.registry().find(before.id());
        if (now.isEmpty()) {
            return new Trial.Failed(Reason.INVALID_REQUEST, "its package is gone", false);
        }
        ServiceStatus status = now.get();
        if (over(status)) {
            return ended(status);
        }
        if (status.state() == ServiceState.PAUSED) {
            return new Trial.Failed(Reason.INVALID_REQUEST, "it was paused meanwhile", false);
        }
        boolean works =
                status.state() == ServiceState.RUNNING
                        && status.ready()
                        && !critical(status)
                        && !lastCheckFailed();
        return works
                ? new Trial.Passed()
                : new Trial.Failed(Reason.HEALTH_CHECK_FAILED, complaint(status), whole);
    }

    private String complaint(ServiceStatus status) {
        String found =
                lastCheck()
                        .map(check -> check.result().message())
                        .orElse(status.health().message());
        return status.ready() ? "it is not healthy: " + found : "it is not ready: " + found;
    }

    @Override
    public void close() {
        subscription.close();
        checks.ifPresent(HealthBook.CloseWatch::close);
    }
}
