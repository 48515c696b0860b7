package hostler.launcher.systemd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hostler.core.api.Readiness;
import hostler.core.api.ServiceKind;
import hostler.core.api.ServiceSpec;
import hostler.launcher.api.Launch;
import hostler.launcher.api.LaunchEvent;
import hostler.launcher.api.LaunchException;
import hostler.launcher.api.Recovered;
import hostler.launcher.testkit.LauncherSubject;
import hostler.os.api.ExitStatus;
import hostler.systemd.testkit.Bed;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Units that are there are started, stopped and followed as they are. */
class AdoptedUnitsTest extends Adopting {

    @Test
    void aUnitIsStartedAndStopped() throws Exception {
        unit("ExecStart=sleep 60");
        Launch launch = launch();
        assertThat(launch.process().pid()).isEqualTo(mainPid());
        assertThat(table.alive(launch.process())).isTrue();
        launcher.stop(launch.handle(), LauncherSubject.PATIENT);
        assertThat(active()).isEqualTo("inactive");
        assertThat(events.exit()).isEqualTo(new ExitStatus.Killed(15, false));
    }

    @Test
    void aUnitThatRunsIsJoined() throws Exception {
        unit("ExecStart=sleep 60");
        Bed.run("systemctl", "start", UNIT);
        int pid = mainPid();
        assertThat(launch().process().pid()).isEqualTo(pid);
    }

    @Test
    void aStopByHandIsTold() throws Exception {
        unit("ExecStart=sleep 60");
        launch();
        Bed.run("systemctl", "stop", UNIT);
        assertThat(events.exit()).isEqualTo(new ExitStatus.Killed(15, false));
    }

    @Test
    void aRestartByHandGoesOnAsTheSameLaunch() throws Exception {
        unit("ExecStart=sleep 60");
        Launch launch = launch();
        Bed.run("systemctl", "restart", UNIT);
        Launch moved = events.next(LaunchEvent.Moved.class).launch();
        assertThat(moved.process().pid()).isEqualTo(mainPid()).isNotEqualTo(launch.process().pid());
        assertThat(events.silent(LauncherSubject.A_MOMENT)).isTrue();
    }

    @Test
    void whatSystemdStartsAgainItselfIsFollowedAndNotFoughtOver() throws Exception {
        unit("ExecStart=sleep 60", "Restart=always", "RestartSec=100ms");
        launch();
        Bed.run("systemctl", "kill", "--signal=KILL", UNIT);
        Launch moved = events.next(LaunchEvent.Moved.class).launch();
        assertThat(moved.process().pid()).isEqualTo(mainPid());
        launcher.stop(moved.handle(), LauncherSubject.PATIENT);
        assertThat(events.exit()).isEqualTo(new ExitStatus.Killed(15, false));
        assertThat(active()).isEqualTo("inactive");
    }

    @Test
    void aUnitThatSystemdGivesUpIsOver() throws Exception {
        unit("ExecStart=sh -c 'sleep 0.1; exit 3'", "Restart=always", "RestartSec=10ms");
        Files.writeString(
                FILE,
                Files.readString(FILE) + "[Unit]\nStartLimitBurst=2\nStartLimitIntervalSec=60\n");
        Bed.run("systemctl", "daemon-reload");
        launch();
        assertThat(events.exit()).isEqualTo(new ExitStatus.Exited(3));
        assertThat(active()).isEqualTo("failed");
    }

    @Test
    void aManagerThatReExecutesIsFollowedOn() throws Exception {
        unit("ExecStart=sleep 60");
        Launch launch = launch();
        Bed.run("systemctl", "daemon-reexec");
        assertThat(table.alive(launch.process())).isTrue();
        Bed.run("systemctl", "restart", UNIT);
        assertThat(events.next(LaunchEvent.Moved.class).launch().process().pid())
                .isEqualTo(mainPid());
        Bed.run("systemctl", "stop", UNIT);
        assertThat(events.exit()).isEqualTo(new ExitStatus.Killed(15, false));
    }

    @Test
    void aTaskIsItsMainProcess() throws Exception {
        unit("Type=oneshot", "RemainAfterExit=yes", "ExecStart=sh -c 'exit 0'");
        launch();
        assertThat(events.exit()).isEqualTo(new ExitStatus.Exited(0));
    }

    @Test
    void theDaemonThatWasForkedIsTheMainProcess() throws Exception {
        unit("Type=forking", "ExecStart=sh -c 'sleep 60 &'");
        Launch launch = launch();
        assertThat(launch.process().pid()).isEqualTo(mainPid());
        launcher.stop(launch.handle(), LauncherSubject.PATIENT);
        assertThat(events.exit()).isEqualTo(new ExitStatus.Killed(15, false));
    }

    @Test
    void aDaemonThatIsThereAtOnceIsToldToHaveBecomeTheMainProcess() throws Exception {
        unit("Type=forking", "ExecStart=sh -c 'sleep 60 &'");
        launch(script().as(new ServiceKind.Forking(Optional.empty())).spec());
        assertThat(events.next(LaunchEvent.Moved.class).launch().process().pid())
                .isEqualTo(mainPid());
    }

    @Test
    void aStarterThatFailsAfterOneThatDidNotIsTheEnd() throws Exception {
        unit("Type=forking", "ExecStartPre=true", "ExecStart=sh -c 'sleep 60 &'");
        ServiceSpec spec = script().as(new ServiceKind.Forking(Optional.empty())).spec();
        launch(spec);
        Launch daemon = events.next(LaunchEvent.Moved.class).launch();
        launcher.stop(daemon.handle(), LauncherSubject.PATIENT);
        assertThat(events.exit()).isEqualTo(new ExitStatus.Killed(15, false));
        unit("Type=forking", "ExecStart=sh -c 'exit 3'");
        launch(spec);
        assertThat(events.exit()).isEqualTo(new ExitStatus.Exited(3));
    }

    @Test
    void whatItsUnitDoesNotDoAPackageCannotWaitFor() throws Exception {
        unit("ExecStart=sleep 60");
        assertRefused(
                script().as(new ServiceKind.Forking(Optional.empty())).spec(),
                "startup.type: forking");
        assertRefused(
                script().readyBy(new Readiness.Notify(Optional.empty())).spec(),
                "startup.type: notify");
        assertRefused(script().readyBy(new Readiness.LogLine("ready")).spec(), "startup.ready_log");
    }

    private void assertRefused(ServiceSpec spec, String words) {
        assertThatThrownBy(() -> launcher.prepare(spec, "refused"))
                .isInstanceOfSatisfying(
                        LaunchException.class,
                        e -> assertThat(e.kind()).isEqualTo(LaunchException.Kind.PERMANENT))
                .hasMessageContaining(words);
    }

    @Test
    void aUnitThatCannotRunSaysWhy() throws Exception {
        unit("Type=exec", "ExecStart=/no/such/program");
        assertThatThrownBy(this::launch)
                .isInstanceOfSatisfying(
                        LaunchException.class,
                        e -> assertThat(e.kind()).isEqualTo(LaunchException.Kind.PERMANENT))
                .hasMessageContaining("script.service")
                .hasMessageContaining("203");
    }

    @Test
    void aUnitThatIsNotThereIsRefusedForGood() {
        assertThatThrownBy(this::launch)
                .isInstanceOfSatisfying(
                        LaunchException.class,
                        e -> assertThat(e.kind()).isEqualTo(LaunchException.Kind.PERMANENT))
                .hasMessageContaining("startup.service_name")
                .hasMessageContaining("not-found");
    }

    @Test
    void theNextLauncherAdoptsAndLeavesAlone() throws Exception {
        unit("ExecStart=sleep 60");
        Launch launch = launch();
        replaceLauncher();
        assertThat(launcher.recover(launch.handle(), events))
                .isInstanceOfSatisfying(
                        Recovered.Adopted.class,
                        adopted ->
                                assertThat(adopted.launch().process()).isEqualTo(launch.process()));
        assertThat(events.silent(Duration.ZERO)).isTrue();
    }

    @Test
    void forgettingALaunchLeavesAnAdoptedUnitAsItIs() throws Exception {
        unit("ExecStart=sleep 60");
        Launch launch = launch();
        launcher.forget(launch.handle());
        assertThat(table.alive(launch.process())).isTrue();
        assertThat(launcher.recover(launch.handle(), events))
                .isEqualTo(new Recovered.NeverStarted());
    }
}
