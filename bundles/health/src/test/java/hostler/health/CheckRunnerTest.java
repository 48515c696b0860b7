package hostler.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import hostler.core.api.ServiceStatus;
import hostler.health.api.CheckResult;
import hostler.health.api.CheckResult.Outcome;
import hostler.health.api.CheckTarget;
import hostler.health.api.HealthChecker;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CheckRunnerTest {
    private final ManualTimer timer = new ManualTimer();
    private final Checkers checkers = new Checkers(timer);
    private final CheckRunner runner = new CheckRunner(timer, checkers);
    private final CountDownLatch release = new CountDownLatch(1);

    @AfterEach
    void close() {
        release.countDown();
        runner.close();
    }

    /** Fault D10: what hangs is cut off, and its slot is free for others. */
    @Test
    void checksThatIgnoreTheirInterruptAreBoundedPerType() throws Exception {
        CountDownLatch begun = new CountDownLatch(CheckRunner.ABANDONED_PER_TYPE);
        checkers.add("deaf", deaf(begun));
        checkers.add("fake", (target, deadline) -> CheckResult.ok("fine"));
        List<Attempt> hanging = new ArrayList<>();
        for (int i = 0; i < CheckRunner.ABANDONED_PER_TYPE; i++) {
            hanging.add(runner.start(target("deaf"), timer.nanos()));
        }
        begun.await();
        timer.advance(Statuses.check(1, 1).timeout().plus(Attempt.GRACE));

        assertThat(hanging).allMatch(attempt -> result(attempt).outcome() == Outcome.CRITICAL);
        CheckResult refused = result(runner.start(target("deaf"), timer.nanos()));
        assertThat(refused.outcome()).isEqualTo(Outcome.INCONCLUSIVE);
        assertThat(refused.message()).contains("16 earlier checks of type 'deaf' still hang");
        assertThat(result(runner.start(target("fake"), timer.nanos())).outcome())
                .isEqualTo(Outcome.OK);
        release.countDown();
        await().until(() -> !runner.tooManyAbandoned("deaf"));
    }

    @Test
    void moreChecksThanSlotsWaitForTheirTurn() throws Exception {
        CountDownLatch begun = new CountDownLatch(CheckRunner.CONCURRENT);
        checkers.add(
                "fake",
                (target, deadline) -> {
                    begun.countDown();
                    release.await();
                    return CheckResult.ok("fine");
                });
        List<Attempt> attempts = new ArrayList<>();
        for (int i = 0; i < CheckRunner.CONCURRENT + 50; i++) {
            attempts.add(runner.start(target("fake"), timer.nanos()));
        }
        begun.await();

        await().until(() -> runner.slots().getQueueLength() == 50);
        release.countDown();
        assertThat(attempts).allMatch(attempt -> result(attempt).outcome() == Outcome.OK);
    }

    @Test
    void longMessageIsCut() {
        checkers.add("fake", (target, deadline) -> CheckResult.ok("x".repeat(100_000)));

        assertThat(result(runner.start(target("fake"), 0)).message()).hasSize(4_096);
    }

    @Test
    void checkerThatAnswersNothingIsInconclusive() {
        checkers.add("fake", (target, deadline) -> null);

        assertThat(result(runner.start(target("fake"), 0)).outcome())
                .isEqualTo(Outcome.INCONCLUSIVE);
    }

    @Test
    void newcomerOfATypeChangesNothing() {
        checkers.add("fake", (target, deadline) -> CheckResult.ok("first"));
        checkers.add("fake", (target, deadline) -> CheckResult.ok("second"));

        assertThat(result(runner.start(target("fake"), 0)).message()).isEqualTo("first");
    }

    /** Complaint 11: plugins that cannot be unloaded. */
    @Test
    void removedCheckerIsCollected() {
        WeakReference<HealthChecker> gone = useAndRemove();

        await().until(
                        () -> {
                            System.gc();
                            return gone.refersTo(null);
                        });
    }

    private WeakReference<HealthChecker> useAndRemove() {
        HealthChecker checker = new FakeChecker().answer(CheckResult.ok("fine"));
        checkers.add("fake", checker);
        assertThat(result(runner.start(target("fake"), 0)).message()).isEqualTo("fine");
        checkers.remove(checker);
        runner.abort(checker);
        return new WeakReference<>(checker);
    }

    /** A checker that goes on whatever it is told, until the test ends. */
    private HealthChecker deaf(CountDownLatch begun) {
        return (target, deadline) -> {
            begun.countDown();
            while (release.getCount() > 0) {
                waitOnce();
            }
            return CheckResult.ok("too late");
        };
    }

    private void waitOnce() {
        try {
            release.await();
        } catch (InterruptedException ignored) {
            assertThat(Thread.currentThread().isInterrupted()).isFalse();
        }
    }

    private static CheckResult result(Attempt attempt) {
        return attempt.outcome().orTimeout(10, TimeUnit.SECONDS).join().orElseThrow().result();
    }

    private static CheckTarget target(String type) {
        ServiceStatus status =
                Statuses.running("web", "l1", Optional.of(Statuses.checkOfType(type)));
        return new CheckTarget(
                status.spec(),
                status.spec().healthCheck().orElseThrow(),
                "l1",
                status.process().orElseThrow());
    }
}
