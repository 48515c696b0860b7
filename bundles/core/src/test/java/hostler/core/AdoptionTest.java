package hostler.core;

import static hostler.core.api.ServiceState.RUNNING;
import static hostler.core.api.ServiceState.STARTING;
import static hostler.core.api.ServiceState.STOPPED;
import static hostler.core.api.ServiceState.UNKNOWN;
import static org.assertj.core.api.Assertions.assertThat;

import hostler.core.api.ServiceEvent.Kind;
import hostler.core.api.ServiceId;
import hostler.core.api.ServiceSpec;
import hostler.core.api.ServiceState;
import hostler.core.api.ServiceStatus;
import hostler.core.api.Verdict;
import hostler.os.api.ExitStatus;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AdoptionTest {
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

    private void agentReturns(boolean rebooted) throws Exception {
        host.end();
        machine.calls.clear();
        host = new TestHost(directory, machine, rebooted);
    }

    @Test
    void aServiceThatRunsIsTakenOverAndNotTouched() throws Exception {
        host.running(Specs.spec("web"));
        ServiceStatus before = host.roster.find(WEB).orElseThrow();

        agentReturns(false);
        host.found(Specs.spec("web"));

        ServiceStatus after = host.await(WEB, RUNNING);
        assertThat(after.process()).isEqualTo(before.process());
        assertThat(after.launchId()).isEqualTo(before.launchId());
        assertThat(after.ready()).isTrue();
        assertThat(machine.calls).containsExactly("recover web");
        assertThat(host.history(WEB, Kind.ADOPTION)).hasSize(1);
        assertThat(host.roster.settled()).isTrue();
    }

    @Test
    void aReadyServiceStaysReadyWithoutNewEvidenceAndAStartingOneStaysStarting() throws Exception {
        host.found(Specs.checked("web"), Specs.checked("db"));
        host.commands.start(WEB, "tester");
        host.commands.start(DB, "tester");
        host.await(DB, STARTING);
        host.await(WEB, "launched", status -> status.process().isPresent());
        host.await(DB, "launched", status -> status.process().isPresent());
        host.report(WEB, Verdict.HEALTHY, "HTTP 200");
        host.await(WEB, RUNNING);
        TestHost.settled(host.commands.start(WEB, "tester"));

        agentReturns(false);
        host.found(Specs.checked("web"), Specs.checked("db"));

        ServiceStatus web = host.await(WEB, RUNNING);
        assertThat(web.ready()).isTrue();
        assertThat(web.health().verdict()).isEqualTo(Verdict.UNKNOWN);
        assertThat(host.await(DB, STARTING).ready()).isFalse();
    }

    @Test
    void whatEndedMeanwhileIsOnRecordAndStartedAgain() throws Exception {
        host.running(Specs.spec("web"));

        host.end();
        machine.dies(WEB, new ExitStatus.Exited(3), host.clock.now());
        host = new TestHost(directory, machine, false);
        host.found(Specs.spec("web"));

        ServiceStatus status = host.await(WEB, RUNNING);
        assertThat(status.lastExit().orElseThrow().status()).isEqualTo(new ExitStatus.Exited(3));
        assertThat(status.totalRestarts()).isEqualTo(1);
        assertThat(host.history(WEB, Kind.EXIT)).containsExactly("exited with code 3");
    }

    @Test
    void afterARestartOfTheMachineServicesAreStartedAndNoRestartIsCounted() throws Exception {
        host.running(Specs.recovering("web", Specs.NO_RECOVERY));

        host.end();
        machine.dies(WEB, new ExitStatus.Unknown(), host.clock.now());
        host = new TestHost(directory, machine, true);
        host.found(Specs.recovering("web", Specs.NO_RECOVERY));

        assertThat(host.await(WEB, RUNNING).totalRestarts()).isZero();
    }

    @Test
    void aStopThatTheAgentDidNotLiveToFinishIsFinished() throws Exception {
        host.running(Specs.spec("web"));
        host.launcher.cannotEnd(WEB, "not now");
        host.commands.stop(WEB, false, "tester");

        agentReturns(false);
        host.found(Specs.spec("web"));

        host.await(WEB, STOPPED);
        assertThat(machine.living()).isZero();
    }

    @Test
    void anOrderedStartThatTheAgentDidNotLiveToFinishGoesOnWhereItWas() throws Exception {
        ServiceSpec[] chain = {
            Specs.spec("db"), Specs.checked("web", "db"), Specs.spec("front", "web")
        };
        host.found(chain);
        host.commands.start(Specs.id("front"), "tester");
        host.await(WEB, "launched", status -> status.process().isPresent());

        agentReturns(false);
        host.found(chain);
        host.await(WEB, "adopted", status -> status.process().isPresent());
        assertThat(machine.calls("launch")).isEmpty();
        host.report(WEB, Verdict.HEALTHY, "HTTP 200");

        host.await(Specs.id("front"), RUNNING);
        assertThat(machine.calls("launch")).containsExactly("launch front");
    }

    @Test
    void restartsAreRememberedAcrossTheAgentsOwn() throws Exception {
        host.running(Specs.spec("web"));
        host.dies(WEB);
        host.await(WEB, "restarted", s -> s.state() == RUNNING && s.totalRestarts() == 1);

        agentReturns(false);
        host.found(Specs.spec("web"));

        ServiceStatus status = host.await(WEB, RUNNING);
        assertThat(status.restarts()).isEqualTo(1);
        assertThat(status.totalRestarts()).isEqualTo(1);
    }

    @Test
    void anotherLauncherTakesOverAndNoServiceIsTouched() throws Exception {
        host.running(Specs.spec("web"), Specs.spec("db"));
        ServiceStatus before = host.roster.find(WEB).orElseThrow();
        machine.calls.clear();

        host.swapLauncher();
        host.await(WEB, "adopted", s -> !host.history(WEB, Kind.ADOPTION).isEmpty());
        host.await(DB, "adopted", s -> !host.history(DB, Kind.ADOPTION).isEmpty());

        ServiceStatus after = host.await(WEB, RUNNING);
        assertThat(after.process()).isEqualTo(before.process());
        assertThat(after.since()).isEqualTo(before.since());
        assertThat(machine.calls).containsExactlyInAnyOrder("recover web", "recover db");

        host.dies(WEB);
        host.await(WEB, "restarted", s -> s.state() == RUNNING && s.totalRestarts() == 1);
    }

    @Test
    void whatEndedWhileItsLauncherWasBeingReplacedIsStartedAgain() throws Exception {
        host.running(Specs.spec("web"));
        host.launchers.remove(FakeLauncher.TYPE, host.launcher);
        machine.deafen();
        host.await(WEB, "unwatched", s -> s.reason().contains("goes on unwatched"));
        host.dies(WEB);

        host.launchers.add(FakeLauncher.TYPE, host.launcher);

        host.await(WEB, "restarted", s -> s.state() == RUNNING && s.totalRestarts() == 1);
    }

    @Test
    void withoutItsLauncherAServiceIsUnknownAndLeftAlone() throws Exception {
        host.running(Specs.spec("web"));
        agentReturns(false);
        host.launchers.remove(FakeLauncher.TYPE, host.launcher);

        host.found(Specs.spec("web"));

        ServiceStatus status = host.await(WEB, "told", s -> s.reason().startsWith("no launcher"));
        assertThat(status.state()).isEqualTo(UNKNOWN);
        assertThat(status.reason())
                .isEqualTo(
                        "no launcher of type 'direct' is installed; what it started is left alone");
        assertThat(host.roster.settled()).isFalse();
        host.clock.advance(Roster.LAUNCHERS_DUE.plusMillis(1));
        assertThat(host.roster.settled()).isTrue();

        host.launchers.add(FakeLauncher.TYPE, host.launcher);
        host.await(WEB, RUNNING);
    }

    @Test
    void aThousandServicesAreTakenOverWithinTwoSeconds() throws Exception {
        ServiceSpec[] specs =
                IntStream.range(0, 1_000)
                        .mapToObj(i -> Specs.autostarted("s" + i))
                        .toArray(ServiceSpec[]::new);
        host.found(specs);
        for (ServiceSpec spec : specs) {
            host.await(spec.id(), RUNNING);
        }
        agentReturns(false);

        long start = System.nanoTime();
        host.found(specs);
        for (ServiceSpec spec : specs) {
            host.await(spec.id(), ServiceState.RUNNING);
        }

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
        assertThat(machine.calls("recover")).hasSize(1_000);
        assertThat(machine.calls("launch")).isEmpty();
    }
}
