package hostler.core;

import static hostler.core.api.ServiceState.COMPLETED;
import static hostler.core.api.ServiceState.FAILED;
import static hostler.core.api.ServiceState.RUNNING;
import static hostler.core.api.ServiceState.STARTING;
import static hostler.core.api.ServiceState.WAITING;
import static org.assertj.core.api.Assertions.assertThat;

import hostler.core.api.Readiness;
import hostler.core.api.ServiceEvent.Kind;
import hostler.core.api.ServiceId;
import hostler.core.api.ServiceKind;
import hostler.core.api.ServiceSpec;
import hostler.core.api.ServiceStatus;
import hostler.launcher.api.Launch;
import hostler.launcher.api.LaunchEvent;
import hostler.os.api.ExitStatus;
import hostler.os.api.ProcessIdentity;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tasks, daemons, and services that say themselves that they are ready. */
class KindsTest {
    private static final ServiceId TASK = Specs.id("task");
    private static final ServiceId WEB = Specs.id("web");
    private static final ServiceKind ONE_SHOT = new ServiceKind.OneShot(Set.of(0, 4));
    private static final ServiceKind SIMPLE = new ServiceKind.Simple();
    private static final ServiceKind FORKING = new ServiceKind.Forking(Optional.empty());
    private static final Readiness CHECK = new Readiness.Check();

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

    private ServiceSpec task() {
        return Specs.of(Specs.spec("task"), ONE_SHOT, CHECK);
    }

    private void starts(ServiceSpec spec) throws Exception {
        host.found(spec);
        host.commands.start(spec.id(), "tester");
        host.await(spec.id(), "launched", status -> status.process().isPresent());
    }

    private void exits(ServiceId id, int code) {
        machine.dies(id, new ExitStatus.Exited(code), host.clock.now());
    }

    private void says(ServiceId id, LaunchEvent event) {
        machine.tell(machine.launch(id).orElseThrow().handle(), event);
    }

    @Test
    void aTaskThatSucceedsIsCompletedAndNotStartedAgain() throws Exception {
        starts(task());
        assertThat(host.await(TASK, STARTING).reason())
                .contains("a task that runs until it is done");

        exits(TASK, 4);

        assertThat(host.await(TASK, COMPLETED).reason()).isEqualTo("exited with code 4");
        assertThat(machine.calls("launch")).hasSize(1);
    }

    @Test
    void aTaskThatFailsIsTriedAgain() throws Exception {
        starts(task());

        exits(TASK, 3);

        host.await(TASK, "restarted", status -> status.totalRestarts() == 1);
        assertThat(host.history(TASK, Kind.RECOVERY))
                .containsExactly("exited with code 3; starting again now");
    }

    @Test
    void whatNeedsATaskStartsWhenItIsDone() throws Exception {
        ServiceSpec web = Specs.spec("web", "task");
        host.found(task(), web);
        host.commands.start(WEB, "tester");
        host.await(TASK, "launched", status -> status.process().isPresent());
        assertThat(host.await(WEB, WAITING).reason()).contains("task (starting)");

        exits(TASK, 0);

        host.await(WEB, RUNNING);
    }

    @Test
    void aTaskThatIsDoneIsDoneForTheNextAgentToo() throws Exception {
        starts(task());
        exits(TASK, 0);
        host.await(TASK, COMPLETED);
        host.end();
        host = new TestHost(directory, machine, false);

        host.found(task());

        host.await(TASK, COMPLETED);
        assertThat(machine.calls("launch")).hasSize(1);
    }

    @Test
    void aTaskThatIsDoneRunsAgainAfterTheMachineWasStarted() throws Exception {
        starts(task());
        exits(TASK, 0);
        host.await(TASK, COMPLETED);
        host.end();
        host = new TestHost(directory, machine, true);

        host.found(task());

        host.await(TASK, "launched", status -> status.process().isPresent());
    }

    @Test
    void aTaskThatIsDoneRunsAgainWhenItIsStarted() throws Exception {
        starts(task());
        exits(TASK, 0);
        host.await(TASK, COMPLETED);

        host.commands.start(TASK, "tester");

        host.await(TASK, "launched", status -> status.process().isPresent());
        exits(TASK, 0);
        host.await(TASK, COMPLETED);
        assertThat(machine.calls("launch")).hasSize(2);
    }

    @Test
    void aTaskThatIsDoneDoesNotRunAgainBecauseItsPackageChanged() throws Exception {
        starts(task());
        exits(TASK, 0);
        host.await(TASK, COMPLETED);

        host.found(Specs.of(Specs.versioned(Specs.spec("task"), "2"), ONE_SHOT, CHECK));

        host.await(TASK, "seen", status -> status.spec().version().equals("2"));
        assertThat(host.roster.find(TASK).orElseThrow().state()).isEqualTo(COMPLETED);
        assertThat(machine.calls("launch")).hasSize(1);
    }

    @Test
    void aTaskThatTakesTooLongIsEnded() throws Exception {
        starts(task());

        host.clock.advance(Duration.ofSeconds(61));

        host.await(TASK, "ended", status -> status.totalRestarts() == 1);
        assertThat(host.history(TASK, Kind.RECOVERY))
                .first()
                .asString()
                .startsWith("not done within 1m");
    }

    @Test
    void aDaemonIsReadyWhenItWasLeftBehind() throws Exception {
        starts(Specs.of(Specs.spec("web"), FORKING, CHECK));
        Launch launch = machine.launch(WEB).orElseThrow();
        assertThat(host.await(WEB, STARTING).reason()).contains("has not left a daemon behind");

        ProcessIdentity daemon = new ProcessIdentity("boot", 999, 8);
        says(WEB, new LaunchEvent.Moved(new Launch(launch.handle(), daemon, launch.startedAt())));

        assertThat(host.await(WEB, RUNNING).process()).contains(daemon);
    }

    @Test
    void aServiceIsReadyWhenItSaysSoAndNotBefore() throws Exception {
        starts(Specs.of(Specs.spec("web"), SIMPLE, new Readiness.Notify(Optional.empty())));
        assertThat(host.await(WEB, STARTING).reason()).contains("it has not said READY=1");

        says(WEB, new LaunchEvent.Ready("said READY=1"));
        says(WEB, new LaunchEvent.Said("serving 5 clients"));

        host.await(WEB, RUNNING);
        host.await(
                WEB,
                "saying it",
                status -> status.reason().endsWith("; it says: serving 5 clients"));
    }

    @Test
    void aServiceThatNeverSaysSoIsTriedAgain() throws Exception {
        starts(Specs.of(Specs.spec("web"), SIMPLE, new Readiness.LogLine("listening")));

        host.clock.advance(Duration.ofSeconds(61));

        host.await(WEB, "tried again", status -> status.totalRestarts() == 1);
        assertThat(host.history(WEB, Kind.RECOVERY))
                .first()
                .asString()
                .startsWith("not ready within 1m: its log has not said so");
    }

    @Test
    void whatDoesNotReactIsEndedWithAnAbortAndReplaced() throws Exception {
        starts(Specs.of(Specs.spec("web"), SIMPLE, new Readiness.Notify(Optional.empty())));
        says(WEB, new LaunchEvent.Ready("said READY=1"));
        host.await(WEB, RUNNING);

        says(WEB, new LaunchEvent.Unresponsive("no WATCHDOG=1 for 30s"));

        ServiceStatus replaced = host.await(WEB, "replaced", status -> status.totalRestarts() == 1);
        assertThat(replaced.lastExit().orElseThrow().status())
                .isEqualTo(new ExitStatus.Killed(6, false));
        assertThat(host.history(WEB, Kind.RECOVERY))
                .containsExactly("it does not react: no WATCHDOG=1 for 30s; starting again now");
    }

    @Test
    void aTaskThatFailsWithoutRecoveryHasFailed() throws Exception {
        starts(Specs.of(Specs.recovering("task", Specs.NO_RECOVERY), ONE_SHOT, CHECK));

        exits(TASK, 1);

        host.await(TASK, FAILED);
    }
}
