package hostler.health.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import hostler.health.api.CheckResult;
import hostler.health.api.CheckResult.Outcome;
import hostler.health.api.CheckTarget;
import hostler.health.api.Deadline;
import hostler.health.api.HealthChecker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * What every health checker promises. The test of a checker implements this interface and says what
 * its targets are; each method is called once per test.
 */
public interface HealthCheckerContract {
    /** How much later than its deadline, or its interrupt, a check may end on a busy machine. */
    Duration TOLERANCE = Duration.ofSeconds(2);

    /** A generous timeout for targets that answer. */
    Duration TIMEOUT = Duration.ofSeconds(20);

    /** The checker under test. */
    HealthChecker checker() throws Exception;

    /** A target that is well. */
    CheckTarget healthyTarget() throws Exception;

    /** A target that is down. */
    CheckTarget deadTarget() throws Exception;

    /**
     * A target that accepts a check and never answers; empty for a checker whose question cannot
     * hang.
     */
    Optional<CheckTarget> hangingTarget() throws Exception;

    @Test
    default void healthyTargetIsOk() throws Exception {
        CheckResult result = check(checker(), healthyTarget(), TIMEOUT);

        assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.OK);
        assertThat(result.message()).isNotBlank();
    }

    @Test
    default void deadTargetIsCriticalAndDoesNotThrow() throws Exception {
        CheckResult result = check(checker(), deadTarget(), TIMEOUT);

        assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.CRITICAL);
        assertThat(result.message()).isNotBlank();
    }

    @Test
    default void hangingTargetIsCriticalAtTheDeadline() throws Exception {
        Duration timeout = Duration.ofMillis(300);
        CheckTarget target = hanging();
        long begin = System.nanoTime();
        CheckResult result = check(checker(), target, timeout);

        assertThat(Duration.ofNanos(System.nanoTime() - begin))
                .isBetween(timeout.minusMillis(50), timeout.plus(TOLERANCE));
        assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.CRITICAL);
    }

    @Test
    default void interruptedCheckEndsSoon() throws Exception {
        HealthChecker checker = checker();
        CheckTarget target = hanging();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Thread[] thread = new Thread[1];
            Future<?> running =
                    threads.submit(
                            () -> {
                                thread[0] = Thread.currentThread();
                                return checker.check(target, Deadline.after(TIMEOUT));
                            });
            awaitBlocked(thread);
            thread[0].interrupt();
            assertThat(endsWithin(running, TOLERANCE)).isTrue();
        }
    }

    @Test
    default void manyThreadsMayAskAtOnce() throws Exception {
        HealthChecker checker = checker();
        CheckTarget healthy = healthyTarget();
        CheckTarget dead = deadTarget();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<CheckResult>> questions = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                CheckTarget target = i % 2 == 0 ? healthy : dead;
                questions.add(() -> checker.check(target, Deadline.after(TIMEOUT)));
            }
            List<Future<CheckResult>> answers = threads.invokeAll(questions);
            for (int i = 0; i < answers.size(); i++) {
                assertThat(answers.get(i).get().outcome())
                        .as(answers.get(i).get().message())
                        .isEqualTo(i % 2 == 0 ? Outcome.OK : Outcome.CRITICAL);
            }
        }
    }

    /** Asks on a virtual thread, as the agent does. */
    static CheckResult check(HealthChecker checker, CheckTarget target, Duration timeout)
            throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            return threads.submit(() -> checker.check(target, Deadline.after(timeout)))
                    .get(timeout.plus(TIMEOUT).toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private CheckTarget hanging() throws Exception {
        Optional<CheckTarget> target = hangingTarget();
        assumeTrue(target.isPresent(), "this checker's question cannot hang");
        return target.get();
    }

    private static void awaitBlocked(Thread[] thread) {
        while (thread[0] == null
                || thread[0].getState() == Thread.State.RUNNABLE
                || thread[0].getState() == Thread.State.NEW) {
            Thread.onSpinWait();
        }
    }

    /** Whether it ends, with an answer or with an exception. */
    private static boolean endsWithin(Future<?> running, Duration limit)
            throws InterruptedException {
        try {
            var _ = running.get(limit.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (ExecutionException ended) {
            return true;
        } catch (java.util.concurrent.TimeoutException stillRunning) {
            return false;
        }
    }
}
