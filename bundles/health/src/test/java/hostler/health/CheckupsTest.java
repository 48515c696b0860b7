package hostler.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import hostler.core.api.Desired;
import hostler.core.api.Health;
import hostler.core.api.HealthCheck;
import hostler.core.api.ServiceException;
import hostler.core.api.ServiceId;
import hostler.core.api.ServiceState;
import hostler.core.api.ServiceStatus;
import hostler.core.api.Verdict;
import hostler.health.api.CheckResult;
import hostler.health.api.CheckerType;
import hostler.health.api.HealthBook;
import hostler.health.api.HealthChange;
import hostler.health.api.HealthChecker;
import hostler.health.api.HealthEntry;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CheckupsTest {
    private static final ServiceId WEB = new ServiceId("web");
    private static final HealthCheck CHECK = Statuses.check(2, 1);
    private static final Optional<HealthCheck> CHECKED = Optional.of(CHECK);
    private static final CheckResult OK = CheckResult.ok("HTTP 200");
    private static final CheckResult REFUSED = CheckResult.critical("refused");

    private final ManualTimer timer = new ManualTimer();
    private final FakeCore core = new FakeCore();
    private final FakeChecker checker = new FakeChecker();
    private final BlockingQueue<HealthChange> changes = new LinkedBlockingQueue<>();
    private final Checkups checkups = new Checkups(core, core, core, timer);

    @BeforeEach
    void open() {
        checkups.addNotifier(changes::add);
        checkups.open();
    }

    @AfterEach
    void close() {
        checkups.close();
    }

    @Test
    void newLaunchIsCheckedAtOnceAndReported() throws Exception {
        install(checker.answer(OK));
        core.put(Statuses.starting("web", "l1", CHECKED));

        assertThat(core.nextReport()).isEqualTo(new Health(Verdict.HEALTHY, "HTTP 200"));
        HealthChange change = changes.poll(10, TimeUnit.SECONDS);
        assertThat(change.before()).isEqualTo(Verdict.UNKNOWN);
        assertThat(change.entry().verdict()).isEqualTo(Verdict.HEALTHY);
        assertThat(checkups.find(WEB).last()).map(HealthEntry::type).contains("fake");
    }

    @Test
    void whatRunsAlreadyIsCheckedWhenHealthComes() throws Exception {
        core.putSilently(Statuses.running("web", "l1", CHECKED));
        Checkups later = new Checkups(core, core, core, timer);
        later.addChecker(checker.answer(OK), Map.of(CheckerType.PROPERTY, "fake"));
        later.open();

        assertThat(core.nextReport().verdict()).isEqualTo(Verdict.HEALTHY);
        later.close();
    }

    /** Complaint 7: the agent restarts and healthy services turn unhealthy. */
    @Test
    void adoptedServiceStaysUnknownUntilItsFailuresAreReached() throws Exception {
        install(checker.answer(REFUSED).answer(REFUSED));
        core.put(Statuses.running("web", "l1", CHECKED));

        assertThat(core.nextReport())
                .isEqualTo(new Health(Verdict.UNKNOWN, "failed 1 of 2 in a row: refused"));
        nextCheck();
        assertThat(core.nextReport()).isEqualTo(new Health(Verdict.CRITICAL, "refused"));
    }

    /** Design, rule 2: replacing health itself flips no verdict either. */
    @Test
    void whatCoreBelievesStaysBelievedWhenHealthIsReplaced() throws Exception {
        install(checker.answer(REFUSED).answer(OK));
        core.put(Statuses.believed("web", "l1", CHECK, new Health(Verdict.HEALTHY, "HTTP 200")));

        assertThat(core.nextReport())
                .isEqualTo(new Health(Verdict.HEALTHY, "failed 1 of 2 in a row: refused"));
        nextCheck();
        assertThat(core.nextReport()).isEqualTo(new Health(Verdict.HEALTHY, "HTTP 200"));
        assertThat(changes).isEmpty();
    }

    @Test
    void unchangedHealthIsReportedOnce() throws Exception {
        install(checker.answer(OK).answer(OK).answer(REFUSED));
        core.put(Statuses.running("web", "l1", CHECKED));

        assertThat(core.nextReport().verdict()).isEqualTo(Verdict.HEALTHY);
        nextCheck();
        awaitHistory(2);
        nextCheck();
        assertThat(core.nextReport().message()).startsWith("failed 1 of 2");
        assertThat(core.reports).isEmpty();
    }

    @Test
    void serviceWithoutACheckIsHealthyWhileItRuns() throws Exception {
        core.put(Statuses.running("web", "l1", Optional.empty()));

        assertThat(core.nextReport())
                .isEqualTo(new Health(Verdict.HEALTHY, "no health check configured"));
        assertThat(checkups.history(WEB, 10)).singleElement().returns("", HealthEntry::type);
    }

    @Test
    void stoppedServiceIsUnknownAndNotChecked() throws Exception {
        install(checker.answer(OK));
        core.put(Statuses.running("web", "l1", CHECKED));
        core.nextReport();
        core.put(Statuses.down("web", "l1", CHECK, ServiceState.STOPPED, Desired.STOPPED));

        assertThat(checkups.find(WEB).verdict()).isEqualTo(Verdict.UNKNOWN);
        assertThat(checkups.find(WEB).message()).isEqualTo("stopped: because of the test");
        assertThat(timer.untilNext()).isEmpty();
    }

    @Test
    void aTaskThatHasCompletedIsUnknownAndSaysSo() throws Exception {
        core.put(Statuses.down("web", "l1", CHECK, ServiceState.COMPLETED, Desired.RUNNING));

        assertThat(checkups.find(WEB).verdict()).isEqualTo(Verdict.UNKNOWN);
        assertThat(checkups.find(WEB).message()).isEqualTo("completed: because of the test");
        assertThat(checkups.history(WEB, 10)).isEmpty();
        assertThat(timer.untilNext()).isEmpty();
    }

    @Test
    void aPausedServiceIsNotCheckedAndItsHealthIsFrozen() throws Exception {
        install(checker.answer(OK).answer(REFUSED).answer(OK));
        core.put(Statuses.running("web", "l1", CHECKED));
        core.nextReport();
        nextCheck();
        assertThat(core.nextReport().message()).startsWith("failed 1 of 2");

        core.put(Statuses.down("web", "l1", CHECK, ServiceState.PAUSED, Desired.RUNNING));
        assertThat(timer.untilNext()).isEmpty();
        assertThat(checkups.find(WEB).verdict()).isEqualTo(Verdict.HEALTHY);
        assertThat(checkups.history(WEB, 10)).hasSize(2);

        timer.freeze(Duration.ofHours(1));
        core.put(Statuses.running("web", "l1", CHECKED));
        assertThat(timer.untilNext()).hasValueSatisfying(wait -> assertThat(wait).isPositive());
        nextCheck();
        assertThat(core.nextReport()).isEqualTo(new Health(Verdict.HEALTHY, "HTTP 200"));
    }

    @Test
    void wantedServiceThatEndedIsCriticalAndToldOnce() throws Exception {
        core.put(Statuses.down("web", "l1", CHECK, ServiceState.RESTARTING, Desired.RUNNING));
        core.put(Statuses.down("web", "l1", CHECK, ServiceState.FAILED, Desired.RUNNING));

        assertThat(checkups.list())
                .singleElement()
                .satisfies(
                        health -> {
                            assertThat(health.verdict()).isEqualTo(Verdict.CRITICAL);
                            assertThat(health.message()).isEqualTo("failed: because of the test");
                        });
        assertThat(changes.poll(10, TimeUnit.SECONDS).entry().result().message())
                .isEqualTo("restarting: because of the test");
        assertThat(changes).isEmpty();
    }

    @Test
    void historyIsKeptOverLaunchesNewestFirst() throws Exception {
        install(checker.answer(OK).answer(CheckResult.warning("slow")));
        core.put(Statuses.running("web", "l1", CHECKED));
        core.nextReport();
        core.put(Statuses.running("web", "l2", CHECKED));
        core.nextReport();

        assertThat(checkups.history(WEB, 10))
                .extracting(HealthEntry::verdict)
                .containsExactly(Verdict.WARNING, Verdict.HEALTHY);
    }

    @Test
    void missingTypeIsNamedAndCheckedWhenItComes() throws Exception {
        core.put(Statuses.running("web", "l1", CHECKED));

        Health missing = core.nextReport();
        assertThat(missing.verdict()).isEqualTo(Verdict.UNKNOWN);
        assertThat(missing.message())
                .isEqualTo(
                        "no health checker of type 'fake' is installed;"
                                + " drop its bundle into the deploy directory");
        install(checker.answer(OK));
        assertThat(core.nextReport().verdict()).isEqualTo(Verdict.HEALTHY);
    }

    /** Design, rule 2: a swap flips no verdict and says nothing. */
    @Test
    void swappedCheckerChangesNothing() throws Exception {
        install(checker.answer(OK));
        core.put(Statuses.running("web", "l1", CHECKED));
        core.nextReport();
        checkups.removeChecker(checker);
        nextCheck();
        FakeChecker successor = new FakeChecker().answer(OK);
        install(successor);

        assertThat(successor.asked.poll(10, TimeUnit.SECONDS)).isNotNull();
        awaitHistory(2);
        assertThat(core.reports).isEmpty();
    }

    @Test
    void goneCheckerIsNamedAfterOneInterval() throws Exception {
        install(checker.answer(OK));
        core.put(Statuses.running("web", "l1", CHECKED));
        core.nextReport();
        checkups.removeChecker(checker);
        timer.freeze(CHECK.interval());
        nextCheck();

        Health missing = core.nextReport();
        assertThat(missing.verdict()).isEqualTo(Verdict.HEALTHY);
        assertThat(missing.message()).startsWith("no health checker of type 'fake'");
    }

    @Test
    void checkUnderWayEndsWithItsChecker() throws Exception {
        CountDownLatch interrupted = new CountDownLatch(1);
        install(checker.answer(() -> hang(interrupted)));
        core.put(Statuses.running("web", "l1", CHECKED));
        checker.asked.take();
        checkups.removeChecker(checker);

        assertThat(interrupted.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(core.reports).isEmpty();
    }

    @Test
    void checkUnderWayEndsWithItsLaunch() throws Exception {
        CountDownLatch interrupted = new CountDownLatch(1);
        install(checker.answer(() -> hang(interrupted)));
        core.put(Statuses.running("web", "l1", CHECKED));
        checker.asked.take();
        core.put(Statuses.down("web", "l1", CHECK, ServiceState.STOPPING, Desired.STOPPED));

        assertThat(interrupted.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(core.reports).isEmpty();
    }

    @Test
    void overrunningCheckIsInterruptedAndCritical() throws Exception {
        CountDownLatch interrupted = new CountDownLatch(1);
        install(checker.answer(() -> hang(interrupted)));
        core.put(Statuses.running("web", "l1", CHECKED));
        checker.asked.take();
        timer.advance(CHECK.timeout().plus(Attempt.GRACE));

        assertThat(core.nextReport().message())
                .isEqualTo("failed 1 of 2 in a row: timed out after 5s");
        assertThat(interrupted.await(10, TimeUnit.SECONDS)).isTrue();
    }

    /** Complaint 6: healthy services are killed because the host is busy. */
    @Test
    void failureOfACheckThatBeganLateIsInconclusive() throws Exception {
        install(checker.answer(OK).answer(REFUSED));
        core.put(Statuses.running("web", "l1", CHECKED));
        core.nextReport();
        awaitScheduled();
        timer.freeze(CHECK.interval().multipliedBy(2));
        nextCheck();

        Health starved = core.nextReport();
        assertThat(starved.verdict()).isEqualTo(Verdict.HEALTHY);
        assertThat(starved.message()).startsWith("the host or the agent was starved");
        assertThat(checkups.find(WEB).last().orElseThrow().result().outcome())
                .isEqualTo(CheckResult.Outcome.INCONCLUSIVE);
    }

    @Test
    void failureNoticedLongAfterTheDeadlineIsInconclusive() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        install(
                checker.answer(
                        () -> {
                            go.await();
                            return REFUSED;
                        }));
        core.put(Statuses.running("web", "l1", CHECKED));
        checker.asked.take();
        timer.freeze(Duration.ofMinutes(1));
        go.countDown();

        assertThat(core.nextReport().message()).startsWith("the host or the agent was starved");
    }

    @Test
    void checkerThatThrowsIsInconclusiveWithClassAndMessage() throws Exception {
        install(
                checker.answer(
                                () -> {
                                    throw new IllegalStateException("broken");
                                })
                        .answer(
                                () -> {
                                    throw new NoClassDefFoundError("gone/Away");
                                }));
        core.put(Statuses.running("web", "l1", CHECKED));

        assertThat(core.nextReport().message())
                .contains("IllegalStateException: broken")
                .contains("'fake'");
        nextCheck();
        assertThat(core.nextReport().message()).contains("NoClassDefFoundError: gone/Away");
    }

    @Test
    void checkerThatDiesIsCheckedAgain() throws Exception {
        install(
                checker.answer(
                                () -> {
                                    throw new AssertionError("thrown by the test, on purpose");
                                })
                        .answer(OK));
        core.put(Statuses.running("web", "l1", CHECKED));

        assertThat(core.nextReport().message()).contains("died");
        nextCheck();
        assertThat(core.nextReport().verdict()).isEqualTo(Verdict.HEALTHY);
    }

    @Test
    void findRunsAFreshCheckOnlyWithoutEvidence() throws Exception {
        FakeChecker slow = checker.answer(OK);
        install(slow);
        core.putSilently(Statuses.running("web", "l1", CHECKED));

        assertThat(checkups.find(WEB).verdict()).isEqualTo(Verdict.HEALTHY);
        assertThat(checkups.find(WEB).verdict()).isEqualTo(Verdict.HEALTHY);
        assertThat(slow.asked).hasSize(1);
    }

    @Test
    void unknownServiceIsNotFound() {
        assertThatThrownBy(() -> checkups.find(new ServiceId("no-such")))
                .isInstanceOf(ServiceException.class)
                .hasMessage("service no-such not found");
    }

    @Test
    void serviceThatIsGoneIsForgotten() throws Exception {
        install(checker.answer(OK));
        ServiceStatus status = core.put(Statuses.running("web", "l1", CHECKED));
        core.nextReport();
        core.remove(status);

        assertThat(checkups.list()).isEmpty();
        assertThat(timer.untilNext()).isEmpty();
    }

    @Test
    void droppedEventsAreMadeUpForByLookingAtEverything() throws Exception {
        install(checker.answer(OK).answer(OK));
        core.put(Statuses.running("api", "l1", CHECKED));
        core.putSilently(Statuses.running("web", "l1", CHECKED));
        core.put(Statuses.running("api", "l1", CHECKED));

        core.nextReport();
        core.nextReport();
        assertThat(checkups.list()).extracting("verdict").containsOnly(Verdict.HEALTHY);
    }

    @Test
    void changedCheckIsUsedAtOnce() throws Exception {
        install(checker.answer(OK).answer(CheckResult.warning("slow")));
        core.put(Statuses.running("web", "l1", CHECKED));
        core.nextReport();
        core.put(Statuses.running("web", "l1", Optional.of(Statuses.check(5, 5))));

        assertThat(core.nextReport()).isEqualTo(new Health(Verdict.WARNING, "slow"));
    }

    @Test
    void whoeverLooksCloselySeesACheckAtOnceAndOneEverySecondOfEachLaunch() throws Exception {
        install(checker.answer(OK).answer(OK).answer(REFUSED).answer(OK).answer(OK).answer(OK));
        core.put(Statuses.running("web", "l1", CHECKED));
        core.nextReport();
        awaitScheduled();
        try (HealthBook.CloseWatch watch = checkups.watchClosely(WEB, Duration.ofSeconds(1))) {
            awaitHistory(2);
            nextCheckWithin(Duration.ofSeconds(1));
            awaitHistory(3);
            assertThat(watch.last()).map(HealthEntry::result).contains(REFUSED);
            core.put(Statuses.running("web", "l2", CHECKED));
            awaitHistory(4);
            nextCheckWithin(Duration.ofSeconds(1));
            awaitHistory(5);
        }
        nextCheckWithin(Duration.ofSeconds(1));
        awaitHistory(6);
        awaitScheduled();
        assertThat(timer.untilNext().orElseThrow()).isGreaterThan(Duration.ofSeconds(1));
    }

    private void nextCheckWithin(Duration most) {
        awaitScheduled();
        assertThat(timer.untilNext().orElseThrow()).isLessThanOrEqualTo(most);
        nextCheck();
    }

    private void install(HealthChecker installed) {
        checkups.addChecker(installed, Map.of(CheckerType.PROPERTY, "fake"));
    }

    /** Waits until the next check is scheduled, and lets the time until then pass. */
    private void nextCheck() {
        awaitScheduled();
        timer.advance(timer.untilNext().orElseThrow());
    }

    /** A checker's thread that dies ends no test: how a dead one is judged is what they ask. */
    private void awaitScheduled() {
        await().dontCatchUncaughtExceptions().until(() -> timer.untilNext().isPresent());
    }

    private void awaitHistory(int size) {
        await().until(() -> checkups.history(WEB, History.CAPACITY).size() == size);
    }

    private static CheckResult hang(CountDownLatch interrupted) throws InterruptedException {
        try {
            new CountDownLatch(1).await();
            return OK;
        } catch (InterruptedException e) {
            interrupted.countDown();
            throw e;
        }
    }
}
