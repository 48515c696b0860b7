package hostler.core;

import static hostler.core.api.ServiceState.FAILED;
import static hostler.core.api.ServiceState.PAUSED;
import static hostler.core.api.ServiceState.RESTARTING;
import static hostler.core.api.ServiceState.RUNNING;
import static hostler.core.api.ServiceState.STARTING;
import static hostler.core.api.ServiceState.STOPPED;
import static hostler.core.api.ServiceState.STOPPING;
import static hostler.core.api.ServiceState.UNKNOWN;
import static hostler.core.api.ServiceState.WAITING;
import static org.assertj.core.api.Assertions.assertThat;

import hostler.core.api.Health;
import hostler.core.api.ServiceState;
import hostler.core.api.Verdict;
import hostler.core.state.Pause;
import hostler.launcher.api.Launch;
import hostler.launcher.api.LaunchHandle;
import hostler.os.api.ProcessIdentity;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DecisionTest {
    private static final long NOW = 1_000_000_000_000L;
    private static final LaunchHandle HANDLE =
            new LaunchHandle(1, "direct", Specs.id("web"), "web.1", Map.of());
    private static final Life DOWN = new Life.Down();

    /** What is seen; by default a service that is down, wanted, and may start. */
    private static final class Sight {
        private Optional<String> unwanted = Optional.empty();
        private Life life = DOWN;
        private Optional<String> restart = Optional.empty();
        private Optional<Pause> pause = Optional.empty();
        private Retry retry = Retry.NONE;
        private boolean indebted;
        private Optional<Setback> veto = Optional.empty();
        private Optional<Setback> setback = Optional.empty();
        private boolean launcherThere = true;
        private boolean watched = true;
        private Neighbours neighbours = Neighbours.NONE;

        Action decide() {
            return Decision.of(
                    new Observation(
                            Specs.checked("web"),
                            unwanted,
                            life,
                            restart,
                            pause,
                            retry,
                            indebted,
                            veto,
                            setback,
                            launcherThere,
                            watched,
                            neighbours,
                            NOW));
        }

        void rests(ServiceState state, String reason) {
            assertThat(decide())
                    .isInstanceOfSatisfying(
                            Action.Rest.class,
                            rest -> {
                                assertThat(rest.state()).isEqualTo(state);
                                assertThat(rest.reason()).contains(reason);
                            });
        }

        void restsUntil(ServiceState state, long wakeAt) {
            assertThat(decide())
                    .isInstanceOfSatisfying(
                            Action.Rest.class,
                            rest -> {
                                assertThat(rest.state()).isEqualTo(state);
                                assertThat(rest.wakeAt()).contains(wakeAt);
                            });
        }
    }

    private static Life.Up up(boolean ready, Verdict verdict, Duration ago) {
        long since = NOW - ago.toNanos();
        Launch launch = new Launch(HANDLE, new ProcessIdentity("boot", 7, 7), Instant.EPOCH);
        return new Life.Up(
                launch,
                new GuardedLauncher("direct", new FakeLauncher(new FakeMachine())),
                Condition.of(ready, new Health(verdict, "evidence")),
                since,
                since,
                "started by tester",
                Optional.empty());
    }

    @Test
    void whatIsDownAndWantedIsStarted() {
        assertThat(new Sight().decide()).isEqualTo(new Action.Start());
    }

    @Test
    void whatIsDownAndUnwantedRests() {
        Sight sight = new Sight();
        sight.unwanted = Optional.of("stop commanded by tester");
        sight.rests(STOPPED, "stop commanded by tester");
    }

    @Test
    void aLaunchNobodyKnowsTheFateOfIsRecoveredWhetherWantedOrNot() {
        Sight sight = new Sight();
        sight.life = new Life.Unclear(HANDLE);
        sight.unwanted = Optional.of("stop commanded by tester");
        assertThat(sight.decide()).isEqualTo(new Action.Recover(HANDLE));

        sight.launcherThere = false;
        sight.rests(UNKNOWN, "no launcher of type 'direct' is installed");
    }

    @Test
    void whatIsToStandStillIsPausedOnceAndResumedOnce() {
        Sight sight = new Sight();
        Life.Up up = up(true, Verdict.HEALTHY, Duration.ZERO);
        sight.life = up;
        sight.pause = Optional.of(new Pause("tester", false));
        assertThat(sight.decide()).isEqualTo(new Action.Pause(HANDLE));

        sight.life = up.paused(NOW);
        sight.rests(PAUSED, "paused by tester");

        sight.pause = Optional.of(new Pause("tester", true));
        assertThat(sight.decide()).isEqualTo(new Action.Resume(HANDLE));
    }

    @Test
    void nothingIsHeldAgainstWhatStandsStill() {
        Sight sight = new Sight();
        sight.pause = Optional.of(new Pause("tester", false));
        sight.life = up(false, Verdict.CRITICAL, Duration.ofHours(1)).paused(NOW);
        sight.rests(PAUSED, "paused by tester");

        sight.watched = false;
        sight.launcherThere = false;
        sight.rests(PAUSED, "it goes on unwatched");
    }

    @Test
    void whatStandsStillCanBeStoppedAndReplaced() {
        Sight sight = new Sight();
        sight.pause = Optional.of(new Pause("tester", false));
        sight.life = up(true, Verdict.HEALTHY, Duration.ZERO).paused(NOW);
        sight.restart = Optional.of("restart commanded by tester");
        assertThat(sight.decide()).isInstanceOf(Action.Stop.class);

        sight.unwanted = Optional.of("stop commanded by tester");
        assertThat(sight.decide()).isInstanceOf(Action.Stop.class);
    }

    @Test
    void theTimeOfAPauseDoesNotCountAgainstAStart() {
        Sight sight = new Sight();
        Duration timeout = Specs.checked("web").startup().timeout();
        Life.Up old = up(false, Verdict.CRITICAL, timeout.plusSeconds(60));
        sight.life = old.paused(NOW - Duration.ofSeconds(61).toNanos()).resumed(NOW);
        sight.restsUntil(STARTING, NOW + Duration.ofSeconds(1).toNanos());
    }

    @Test
    void whatIsLeftOfALaunchIsEndedFirst() {
        Sight sight = new Sight();
        sight.life = new Life.Over(HANDLE);
        assertThat(sight.decide()).isEqualTo(new Action.Sweep(HANDLE));
    }

    @Test
    void aRetryIsWaitedForUntilItIsDue() {
        Sight sight = new Sight();
        sight.retry = new Retry.At(NOW + 1, Instant.EPOCH, "killed", true);
        sight.restsUntil(RESTARTING, NOW + 1);

        sight.retry = new Retry.At(NOW, Instant.EPOCH, "killed", true);
        assertThat(sight.decide()).isEqualTo(new Action.Start());
    }

    @Test
    void whatWasGivenUpRests() {
        Sight sight = new Sight();
        sight.retry = new Retry.Never("gave up", false);
        sight.rests(FAILED, "gave up");

        sight.retry = new Retry.Never("exited with code 0", true);
        sight.rests(STOPPED, "exited with code 0");
    }

    @Test
    void dependenciesComeBeforeTheLauncherAndACycleBeforeBoth() {
        Sight sight = new Sight();
        sight.launcherThere = false;
        sight.rests(WAITING, "no launcher of type 'direct' is installed");

        sight.neighbours = new Neighbours(Optional.empty(), List.of("db (stopped)"), List.of());
        sight.rests(WAITING, "waiting for db (stopped)");

        sight.neighbours =
                new Neighbours(Optional.of("a -> a"), List.of("db (stopped)"), List.of());
        sight.rests(FAILED, "a -> a");
    }

    @Test
    void whatRunsAndIsUnwantedIsStoppedAfterWhatNeedsIt() {
        Sight sight = new Sight();
        sight.life = up(true, Verdict.HEALTHY, Duration.ZERO);
        sight.unwanted = Optional.of("stop commanded by tester");
        assertThat(sight.decide())
                .isEqualTo(new Action.Stop(HANDLE, "stop commanded by tester", Action.Cause.WISH));

        sight.neighbours = new Neighbours(Optional.empty(), List.of(), List.of(Specs.id("api")));
        sight.rests(STOPPING, "waiting for api to stop first");
    }

    @Test
    void aStartIsGivenItsTimeAndThenJudgedByEvidence() {
        Sight sight = new Sight();
        sight.life = up(false, Verdict.CRITICAL, Duration.ofSeconds(59));
        sight.restsUntil(STARTING, NOW + Duration.ofSeconds(1).toNanos());

        sight.life = up(false, Verdict.CRITICAL, Duration.ofSeconds(60));
        assertThat(sight.decide())
                .isEqualTo(
                        new Action.Stop(
                                HANDLE, "not ready within 1m: evidence", Action.Cause.FAILURE));

        sight.life = up(false, Verdict.UNKNOWN, Duration.ofSeconds(60));
        sight.rests(STARTING, "not ready within 1m: evidence");
    }

    @Test
    void aCriticalServiceIsReplacedOnlyWhereARestartMayFollow() {
        Sight sight = new Sight();
        sight.life = up(true, Verdict.CRITICAL, Duration.ZERO);
        assertThat(sight.decide())
                .isEqualTo(new Action.Stop(HANDLE, "critical: evidence", Action.Cause.FAILURE));

        sight.veto = Optional.of(new Setback("gave up", NOW + 5));
        sight.restsUntil(RUNNING, NOW + 5);
    }

    @Test
    void whatIsWrittenOffIsForgivenAfterFiveMinutes() {
        Sight sight = new Sight();
        sight.indebted = true;
        sight.life = up(true, Verdict.HEALTHY, Duration.ofMinutes(5).minusNanos(1));
        sight.restsUntil(RUNNING, NOW + 1);

        sight.life = up(true, Verdict.HEALTHY, Duration.ofMinutes(5));
        assertThat(sight.decide()).isEqualTo(new Action.Forgive());
    }

    @Test
    void whatIsUnwatchedIsTakenOverBeforeAnythingElseIsDoneWithIt() {
        Sight sight = new Sight();
        sight.life = up(true, Verdict.CRITICAL, Duration.ZERO);
        sight.unwanted = Optional.of("stop commanded by tester");
        sight.watched = false;
        assertThat(sight.decide()).isEqualTo(new Action.Recover(HANDLE));

        sight.launcherThere = false;
        sight.rests(RUNNING, "goes on unwatched");
    }

    @Test
    void whatCouldNotBeDoneIsLeftAloneForAWhile() {
        Sight sight = new Sight();
        sight.life = up(true, Verdict.HEALTHY, Duration.ZERO);
        sight.restart = Optional.of("restart commanded by tester");
        sight.setback = Optional.of(new Setback("it cannot be ended", NOW + 1));
        sight.restsUntil(STOPPING, NOW + 1);

        sight.setback = Optional.of(new Setback("it cannot be ended", NOW));
        assertThat(sight.decide())
                .isEqualTo(
                        new Action.Stop(HANDLE, "restart commanded by tester", Action.Cause.WISH));
    }
}
