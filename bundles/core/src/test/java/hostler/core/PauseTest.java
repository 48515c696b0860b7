package hostler.core;

import static hostler.core.api.ServiceState.PAUSED;
import static hostler.core.api.ServiceState.RUNNING;
import static hostler.core.api.ServiceState.STOPPED;
import static hostler.core.api.ServiceState.WAITING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hostler.core.api.Desired;
import hostler.core.api.Failure;
import hostler.core.api.ServiceEvent.Kind;
import hostler.core.api.ServiceException;
import hostler.core.api.ServiceId;
import hostler.core.api.ServiceStatus;
import hostler.core.api.Verdict;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PauseTest {
    private static final ServiceId WEB = Specs.id("web");
    private static final ServiceId DB = Specs.id("db");

    @TempDir Path directory;
    private final FakeMachine machine = new FakeMachine();
    private TestHost host;

    @BeforeEach
    void open() throws Exception {
        host = new TestHost(directory, machine, false);
    }

    @AfterEach
    void close() throws Exception {
        host.end();
    }

    private ServiceStatus paused() throws Exception {
        host.running(Specs.spec("web"));
        return TestHost.settled(host.commands.pause(WEB, "tester"));
    }

    private void agentReturns() throws Exception {
        host.end();
        machine.calls.clear();
        host = new TestHost(directory, machine, false);
        host.found(Specs.spec("web"));
    }

    @Test
    void aPausedServiceKeepsItsProcessAndIsStillWanted() throws Exception {
        ServiceStatus status = paused();

        assertThat(status.state()).isEqualTo(PAUSED);
        assertThat(status.reason()).isEqualTo("paused by tester");
        assertThat(status.desired()).isEqualTo(Desired.RUNNING);
        assertThat(status.process()).isPresent();
        assertThat(status.ready()).isTrue();
        assertThat(host.history(WEB, Kind.COMMAND)).endsWith("pause commanded by tester");
    }

    @Test
    void pausingAndResumingTwiceIsNoErrorAndDoneOnce() throws Exception {
        ServiceStatus before = paused();
        TestHost.settled(host.commands.pause(WEB, "tester"));
        ServiceStatus after = TestHost.settled(host.commands.resume(WEB, "tester"));
        TestHost.settled(host.commands.resume(WEB, "tester"));

        assertThat(after.state()).isEqualTo(RUNNING);
        assertThat(after.process()).isEqualTo(before.process());
        assertThat(machine.calls).containsExactly("launch web", "pause web", "resume web");
    }

    @Test
    void whatDoesNotRunCannotBePausedOrResumed() throws Exception {
        host.found(Specs.spec("web"));
        host.await(WEB, STOPPED);
        assertThatThrownBy(() -> host.commands.pause(WEB, "tester"))
                .isInstanceOfSatisfying(ServiceException.class, PauseTest::isPrecondition)
                .hasMessage("service web cannot be paused: it does not run; it is stopped");
        assertThatThrownBy(() -> host.commands.resume(WEB, "tester"))
                .isInstanceOfSatisfying(ServiceException.class, PauseTest::isPrecondition);
    }

    @Test
    void aLauncherThatCannotPauseIsNotAsked() throws Exception {
        host.running(Specs.spec("web"));
        host.launcher.pauses = false;
        assertThatThrownBy(() -> host.commands.pause(WEB, "tester"))
                .isInstanceOfSatisfying(ServiceException.class, PauseTest::isPrecondition)
                .hasMessageContaining("cannot pause");
        assertThat(machine.calls("pause")).isEmpty();
    }

    private static void isPrecondition(ServiceException refused) {
        assertThat(refused.failure()).isEqualTo(Failure.FAILED_PRECONDITION);
    }

    @Test
    void aPauseOutlivesTheAgent() throws Exception {
        ServiceStatus before = paused();
        agentReturns();

        ServiceStatus after = host.await(WEB, PAUSED);
        assertThat(after.process()).isEqualTo(before.process());
        assertThat(machine.calls).containsExactly("recover web", "pause web");
        assertThat(TestHost.settled(host.commands.resume(WEB, "tester")).state())
                .isEqualTo(RUNNING);
    }

    @Test
    void aResumeThatTheAgentDidNotLiveToGiveIsGiven() throws Exception {
        paused();
        host.launcher.pauses = false;
        host.commands.resume(WEB, "tester");
        host.await(WEB, "held back", status -> status.reason().contains("cannot be resumed"));
        agentReturns();

        host.await(WEB, RUNNING);
        assertThat(machine.calls).containsExactly("recover web", "resume web");
    }

    @Test
    void aPauseOutlivesItsLauncher() throws Exception {
        paused();
        host.swapLauncher();
        host.await(WEB, PAUSED);
        assertThat(TestHost.settled(host.commands.resume(WEB, "tester")).state())
                .isEqualTo(RUNNING);
    }

    @Test
    void evidenceAgainstAPausedServiceIsDropped() throws Exception {
        host.found(Specs.checked("web"));
        host.commands.start(WEB, "tester");
        host.await(WEB, "launched", status -> status.process().isPresent());
        host.report(WEB, Verdict.HEALTHY, "HTTP 200");
        host.await(WEB, RUNNING);
        TestHost.settled(host.commands.pause(WEB, "tester"));
        host.report(WEB, Verdict.CRITICAL, "timeout");
        ServiceStatus after = TestHost.settled(host.commands.resume(WEB, "tester"));

        assertThat(after.health().verdict()).isEqualTo(Verdict.HEALTHY);
        assertThat(machine.calls("stop")).isEmpty();
    }

    @Test
    void theEndOfAPausedServiceIsAnsweredByRecoveryAndEndsThePause() throws Exception {
        paused();
        host.dies(WEB);
        host.await(WEB, "back", s -> s.state() == RUNNING && s.totalRestarts() == 1);
    }

    @Test
    void aPausedServiceIsStoppedAndStartsUnpaused() throws Exception {
        paused();
        ServiceStatus stopped = TestHost.settled(host.commands.stop(WEB, false, "tester"));
        assertThat(stopped.state()).isEqualTo(STOPPED);
        assertThat(machine.living()).isZero();
        assertThat(TestHost.settled(host.commands.start(WEB, "tester")).state()).isEqualTo(RUNNING);
    }

    @Test
    void aPausedServiceIsReplacedByOneThatRuns() throws Exception {
        ServiceStatus before = paused();
        host.commands.restart(WEB, "tester");
        host.await(
                WEB,
                "replaced",
                s -> s.state() == RUNNING && !s.process().equals(before.process()));
    }

    @Test
    void aStartLeavesAPausedServicePaused() throws Exception {
        paused();
        assertThat(TestHost.settled(host.commands.start(WEB, "tester")).state()).isEqualTo(PAUSED);
    }

    @Test
    void whatDependsOnAPausedServiceWaitsForItToStart() throws Exception {
        host.running(Specs.spec("db"));
        TestHost.settled(host.commands.pause(DB, "tester"));
        host.found(Specs.spec("db"), Specs.spec("web", "db"));
        host.commands.start(WEB, "tester");
        assertThat(host.await(WEB, WAITING).reason()).isEqualTo("waiting for db (paused)");
    }
}
