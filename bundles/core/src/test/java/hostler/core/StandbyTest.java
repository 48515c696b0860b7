package hostler.core;

import static hostler.core.api.ServiceState.RUNNING;
import static hostler.core.api.ServiceState.STOPPED;
import static org.assertj.core.api.Assertions.assertThat;

import hostler.core.api.ServiceEvent.Kind;
import hostler.core.api.ServiceId;
import hostler.core.api.ServiceStatus;
import hostler.launcher.api.LaunchHandle;
import hostler.os.api.ExitStatus;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A service that ends is replaced before anybody knows how it ended, and nothing is lost by that.
 */
class StandbyTest {
    private static final ServiceId WEB = Specs.id("web");
    private static final ExitStatus SEGFAULT = new ExitStatus.Killed(11, true);

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

    private void agentReturns() throws Exception {
        host.end();
        host = new TestHost(directory, machine, false);
        host.found(Specs.spec("web"));
    }

    private ServiceStatus awaitReplaced(LaunchHandle gone) throws InterruptedException {
        return host.await(
                WEB,
                "replaced",
                status ->
                        status.state() == RUNNING
                                && !status.launchId().orElseThrow().equals(gone.launchId()));
    }

    private void endIsTold(LaunchHandle handle) {
        machine.explain(handle, SEGFAULT, host.clock.now());
    }

    private ServiceStatus awaitExplained() throws InterruptedException {
        return host.await(
                WEB,
                "explained",
                status ->
                        status.reason()
                                .equals("started again after: killed by signal 11 (core dumped)"));
    }

    @Test
    void itIsReplacedBeforeItIsKnownHowItEnded() throws Exception {
        host.running(Specs.spec("web"));

        LaunchHandle gone = machine.goes(WEB);

        ServiceStatus replaced = awaitReplaced(gone);
        assertThat(replaced.reason()).isEqualTo("started again after: its process ended");
        assertThat(replaced.lastExit()).isEmpty();
        assertThat(replaced.totalRestarts()).isEqualTo(1);
    }

    @Test
    void howItEndedIsOnRecordAfterwardsAndItsOwnRecordsAreDropped() throws Exception {
        host.running(Specs.spec("web"));
        LaunchHandle gone = machine.goes(WEB);
        awaitReplaced(gone);
        assertThat(machine.calls("forget")).isEmpty();

        endIsTold(gone);

        assertThat(awaitExplained().lastExit().orElseThrow().status()).isEqualTo(SEGFAULT);
        assertThat(host.history(WEB, Kind.EXIT)).hasSize(1);
        // What follows is on disk in order, so the records of the first are spent by then.
        TestHost.settled(host.commands.stop(WEB, false, "tester"));
        assertThat(machine.calls("forget")).hasSize(2);
    }

    @Test
    void theEndIsToldBeforeTheReplacementIsThere() throws Exception {
        host.running(Specs.spec("web"));
        LaunchHandle gone = machine.launch(WEB).orElseThrow().handle();

        machine.goes(WEB);
        endIsTold(gone);

        awaitReplaced(gone);
        assertThat(awaitExplained().totalRestarts()).isEqualTo(1);
        assertThat(machine.living()).isEqualTo(1);
    }

    @Test
    void theReplacementIsFoundByTheNextAgentAndHowTheFirstEndedToo() throws Exception {
        host.running(Specs.spec("web"));
        LaunchHandle gone = machine.goes(WEB);
        ServiceStatus replaced = awaitReplaced(gone);
        machine.deafen();
        endIsTold(gone);

        agentReturns();

        ServiceStatus adopted = host.await(WEB, RUNNING);
        assertThat(adopted.process()).isEqualTo(replaced.process());
        assertThat(adopted.lastExit().orElseThrow().status()).isEqualTo(SEGFAULT);
        assertThat(adopted.totalRestarts()).isEqualTo(1);
        assertThat(machine.living()).isEqualTo(1);
    }

    @Test
    void theReplacementEndsTooBeforeItIsKnownHowTheFirstDid() throws Exception {
        host.running(Specs.spec("web"));
        LaunchHandle first = machine.goes(WEB);
        awaitReplaced(first);
        LaunchHandle second = machine.launch(WEB).orElseThrow().handle();

        machine.end(second, new ExitStatus.Exited(3), host.clock.now());
        host.await(WEB, "waiting for its turn", status -> status.nextStart().isPresent());
        endIsTold(first);
        host.clock.advance(Duration.ofSeconds(6));

        host.await(WEB, "restarted twice", status -> status.totalRestarts() == 2);
        assertThat(host.history(WEB, Kind.EXIT))
                .containsExactlyInAnyOrder(
                        "exited with code 3", "killed by signal 11 (core dumped)");
        assertThat(machine.living()).isEqualTo(1);
    }

    @Test
    void whatStoodByFromAnEarlierAgentTakesOverWithoutAnotherPromise() throws Exception {
        host.running(Specs.spec("web"));
        agentReturns();
        host.await(WEB, RUNNING);

        LaunchHandle gone = machine.goes(WEB);

        awaitReplaced(gone);
        endIsTold(gone);
        assertThat(awaitExplained().totalRestarts()).isEqualTo(1);
    }

    private String standby() {
        return host.store.records().get(WEB).standby().orElseThrow().launchId();
    }

    @Test
    void theLauncherMakesReadyWhatIsPromisedToStandBy() throws Exception {
        host.running(Specs.spec("web"));
        assertThat(machine.ready).containsExactly(standby());

        LaunchHandle gone = machine.goes(WEB);
        awaitReplaced(gone);
        endIsTold(gone);
        awaitExplained();

        assertThat(machine.ready).containsExactly(standby());
    }

    @Test
    void theLauncherForgetsWhatWillNotBeLaunched() throws Exception {
        host.running(Specs.spec("web"));
        String first = standby();

        TestHost.settled(host.commands.restart(WEB, "tester"));
        assertThat(machine.ready).containsExactly(standby()).doesNotContain(first);

        TestHost.settled(host.commands.stop(WEB, false, "tester"));
        assertThat(machine.ready).isEmpty();
    }

    @Test
    void aServiceThatIsNotWantedIsNotReplaced() throws Exception {
        host.running(Specs.spec("web"));
        LaunchHandle handle = machine.launch(WEB).orElseThrow().handle();

        ServiceStatus stopped = TestHost.settled(host.commands.stop(WEB, false, "tester"));

        assertThat(stopped.state()).isEqualTo(STOPPED);
        assertThat(machine.calls("launch")).hasSize(1);
        assertThat(stopped.lastExit().orElseThrow().launchId()).isEqualTo(handle.launchId());
    }
}
