package hostler.core;

import static hostler.core.api.ServiceState.FAILED;
import static hostler.core.api.ServiceState.RESTARTING;
import static hostler.core.api.ServiceState.RUNNING;
import static hostler.core.api.ServiceState.STARTING;
import static hostler.core.api.ServiceState.STOPPED;
import static org.assertj.core.api.Assertions.assertThat;

import hostler.core.api.Health;
import hostler.core.api.ServiceEvent.Kind;
import hostler.core.api.ServiceId;
import hostler.core.api.ServiceStatus;
import hostler.core.api.Verdict;
import hostler.launcher.api.LaunchException;
import hostler.os.api.ExitStatus;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecoveryTest {
    private static final ServiceId WEB = Specs.id("web");

    @TempDir Path directory;
    private TestHost host;

    @BeforeEach
    void open() throws Exception {
        host = TestHost.on(directory);
    }

    @AfterEach
    void close() throws Exception {
        host.end();
    }

    private ServiceStatus awaitRestart(long total) throws InterruptedException {
        return host.await(
                WEB,
                "restarted " + total + " times",
                status -> status.state() == RUNNING && status.totalRestarts() == total);
    }

    @Test
    void defect19KilledServiceIsStartedAgain() throws Exception {
        host.running(Specs.spec("web"));
        String first = host.roster.find(WEB).orElseThrow().launchId().orElseThrow();

        host.dies(WEB);

        ServiceStatus status = awaitRestart(1);
        assertThat(status.launchId()).isPresent().get().isNotEqualTo(first);
        assertThat(status.lastExit().orElseThrow().status())
                .isEqualTo(new ExitStatus.Killed(9, false));
        assertThat(status.reason()).isEqualTo("started again after: killed by signal 9");
        assertThat(host.history(WEB, Kind.EXIT)).containsExactly("killed by signal 9");
        assertThat(host.history(WEB, Kind.RECOVERY))
                .containsExactly("killed by signal 9; starting again now");
    }

    @Test
    void whatItsKeeperSaysOfTheEndIsPartOfTheReason() throws Exception {
        host.running(Specs.spec("web"));

        host.machine.dies(
                WEB, new ExitStatus.Killed(9, false), Instant.EPOCH, "systemd says oom-kill");

        String told = "killed by signal 9, systemd says oom-kill";
        assertThat(awaitRestart(1).reason()).isEqualTo("started again after: " + told);
        assertThat(host.history(WEB, Kind.EXIT)).containsExactly(told);
    }

    @Test
    void whatTheProcessLeftBehindIsEndedBeforeItIsStartedAnew() throws Exception {
        host.running(Specs.spec("web"));

        host.dies(WEB);
        awaitRestart(1);

        assertThat(host.machine.calls)
                .containsExactly("launch web", "stop web", "forget web", "launch web");
    }

    @Test
    void theSecondRestartWaitsAndTellsWhen() throws Exception {
        host.running(Specs.spec("web"));
        host.dies(WEB);
        awaitRestart(1);

        host.dies(WEB);
        ServiceStatus waiting = host.await(WEB, RESTARTING);
        assertThat(waiting.nextStart()).contains(host.clock.now().plusSeconds(5));

        host.clock.advance(Duration.ofMillis(4_900));
        assertThat(host.machine.living()).isZero();
        host.clock.advance(Duration.ofMillis(100));
        awaitRestart(2);
    }

    @Test
    void itIsGivenUpAfterTheLimitAndStartedAfreshByACommand() throws Exception {
        host.running(Specs.spec("web"));
        for (int restart = 1; restart <= 5; restart++) {
            host.dies(WEB);
            if (restart > 1) {
                host.await(WEB, RESTARTING);
                host.clock.advance(Duration.ofSeconds(60));
            }
            awaitRestart(restart);
        }

        host.dies(WEB);

        assertThat(host.await(WEB, FAILED).reason())
                .isEqualTo("gave up after 5 restarts in 10m; last: killed by signal 9");
        ServiceStatus again = TestHost.settled(host.commands.start(WEB, "tester"));
        assertThat(again.state()).isEqualTo(RUNNING);
        assertThat(again.restarts()).isZero();
        assertThat(again.totalRestarts()).isEqualTo(5);
    }

    @Test
    void fiveHealthyMinutesForgiveTheRestarts() throws Exception {
        host.running(Specs.spec("web"));
        host.dies(WEB);
        assertThat(awaitRestart(1).restarts()).isEqualTo(1);

        host.clock.advance(Duration.ofMinutes(5));

        host.await(WEB, "forgiven", status -> status.restarts() == 0);
        assertThat(host.machine.calls("launch")).hasSize(2);
    }

    @Test
    void withoutRecoveryAFailureStaysAndACompletionIsStopped() throws Exception {
        host.running(Specs.recovering("web", Specs.NO_RECOVERY));

        host.dies(WEB);
        assertThat(host.await(WEB, FAILED).reason())
                .isEqualTo("killed by signal 9; recovery is off");

        TestHost.settled(host.commands.start(WEB, "tester"));
        host.machine.dies(WEB, new ExitStatus.Exited(0), host.clock.now());
        assertThat(host.await(WEB, STOPPED).reason())
                .isEqualTo("exited with code 0; recovery is off");
    }

    @Test
    void aPermanentRefusalIsNotRetriedUntilThePackageChanges() throws Exception {
        host.found(Specs.spec("web"));
        host.launcher.refuse(WEB, LaunchException.Kind.PERMANENT, "binary.path: no such file");

        ServiceStatus failed = TestHost.settled(host.commands.start(WEB, "tester"));
        assertThat(failed.state()).isEqualTo(FAILED);
        assertThat(failed.reason()).isEqualTo("binary.path: no such file");

        host.launcher.acceptAgain(WEB);
        host.clock.advance(Duration.ofHours(1));
        host.found(Specs.versioned(Specs.spec("web"), "2"));
        host.await(WEB, RUNNING);
    }

    @Test
    void aPassingRefusalIsRetriedForAsLongAsItTakes() throws Exception {
        host.found(Specs.spec("web"));
        host.launcher.refuse(WEB, LaunchException.Kind.TRANSIENT, "no process left");
        host.commands.start(WEB, "tester");

        for (int attempt = 0; attempt < 20; attempt++) {
            ServiceStatus waiting = host.await(WEB, RESTARTING);
            assertThat(waiting.reason()).isEqualTo("no process left");
            host.clock.advance(Duration.ofMinutes(1));
        }
        host.launcher.acceptAgain(WEB);
        host.clock.advance(Duration.ofMinutes(1));

        assertThat(host.await(WEB, RUNNING).totalRestarts()).isZero();
    }

    @Test
    void aLauncherThatBreaksAfterTheStartLeavesNoSecondProcess() throws Exception {
        host.found(Specs.spec("web"));
        host.launcher.breakAfterLaunch(WEB, new IllegalStateException("bug"));

        host.commands.start(WEB, "tester");

        host.await(WEB, RUNNING);
        assertThat(host.machine.calls("launch")).hasSize(1);
        assertThat(host.machine.living()).isEqualTo(1);
        assertThat(host.history(WEB, Kind.RECOVERY)).first().asString().contains("bug");
    }

    @Test
    void aCriticalServiceIsReplaced() throws Exception {
        host.found(Specs.checked("web"));
        host.commands.start(WEB, "tester");
        host.await(WEB, STARTING);
        host.await(WEB, "launched", status -> status.process().isPresent());
        host.report(WEB, Verdict.HEALTHY, "HTTP 200");
        host.await(WEB, RUNNING);

        host.report(WEB, Verdict.CRITICAL, "HTTP 500");

        ServiceStatus status =
                host.await(
                        WEB,
                        "replaced",
                        s -> s.totalRestarts() == 1 && s.process().isPresent() && !s.ready());
        assertThat(status.reason()).contains("critical: HTTP 500");
        assertThat(host.machine.living()).isEqualTo(1);
    }

    @Test
    void aCriticalServiceIsLeftRunningWhereRecoveryIsOff() throws Exception {
        var spec = Specs.checked("web");
        host.found(Specs.withRecovery(spec, Specs.NO_RECOVERY));
        host.commands.start(WEB, "tester");
        host.await(WEB, "launched", status -> status.process().isPresent());
        host.report(WEB, Verdict.HEALTHY, "HTTP 200");
        host.await(WEB, RUNNING);

        host.report(WEB, Verdict.CRITICAL, "HTTP 500");

        ServiceStatus status =
                host.await(WEB, "critical", s -> s.health().verdict() == Verdict.CRITICAL);
        assertThat(status.state()).isEqualTo(RUNNING);
        assertThat(status.reason()).isEqualTo("critical: HTTP 500; not restarted: recovery is off");
    }

    @Test
    void aServiceThatIsNotReadyInTimeIsReplacedOnlyOnEvidenceAgainstIt() throws Exception {
        host.found(Specs.checked("web"));
        host.commands.start(WEB, "tester");
        host.await(WEB, "launched", status -> status.process().isPresent());

        host.clock.advance(Duration.ofSeconds(61));
        ServiceStatus late = host.await(WEB, "late", s -> s.reason().contains("not ready within"));
        assertThat(late.state()).isEqualTo(STARTING);
        host.report(WEB, Verdict.UNKNOWN, "no checker of type 'http' is installed");
        host.await(WEB, "told", s -> s.reason().contains("no checker of type 'http'"));
        assertThat(host.machine.calls("stop")).isEmpty();

        host.report(WEB, Verdict.CRITICAL, "connection refused");
        host.await(WEB, "replaced", s -> s.totalRestarts() == 1 && s.process().isPresent());
        assertThat(host.history(WEB, Kind.RECOVERY))
                .contains("not ready within 1m: connection refused; starting again now");
    }

    @Test
    void evidenceAboutAnEarlierLaunchIsDropped() throws Exception {
        host.running(Specs.spec("web"));

        host.roster.report(WEB, "web.other", new Health(Verdict.CRITICAL, "stale"));
        host.commands.start(WEB, "tester");
        TestHost.settled(host.commands.start(WEB, "tester"));

        assertThat(host.roster.find(WEB).orElseThrow().health()).isEqualTo(Standing.UNCHECKED);
    }

    @Test
    void whatCannotBeEndedIsToldAndTriedAgain() throws Exception {
        host.running(Specs.spec("web"));
        host.launcher.cannotEnd(WEB, "process 101 is in uninterruptible sleep");

        host.commands.stop(WEB, false, "tester");
        ServiceStatus stuck = host.await(WEB, "stuck", s -> s.reason().contains("uninterruptible"));
        assertThat(stuck.reason()).startsWith("it cannot be ended");

        host.launcher.acceptAgain(WEB);
        host.clock.advance(Performer.PAUSE);
        host.await(WEB, STOPPED);
    }
}
