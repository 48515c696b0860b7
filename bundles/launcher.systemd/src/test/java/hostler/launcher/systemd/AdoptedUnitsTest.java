package hostler.launcher.systemd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hostler.core.api.ServiceSpec;
import hostler.launcher.api.Launch;
import hostler.launcher.api.LaunchEvent;
import hostler.launcher.api.LaunchException;
import hostler.launcher.api.LaunchHandle;
import hostler.launcher.api.Recovered;
import hostler.launcher.testkit.Events;
import hostler.launcher.testkit.LauncherSubject;
import hostler.launcher.testkit.Script;
import hostler.os.api.ExitStatus;
import hostler.os.linux.LinuxFileDoor;
import hostler.os.linux.NssAccounts;
import hostler.os.linux.ProcTable;
import hostler.systemd.testkit.Bed;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Units that are there: the one of the tests is {@code script.service}, as its package is called.
 */
@Timeout(60)
class AdoptedUnitsTest {
    private static final Path FILE = Path.of("/run/systemd/system/script.service");
    private static final String UNIT = "script.service";

    @TempDir Path temporary;
    private final ProcTable table = new ProcTable();
    private final NssAccounts accounts = new NssAccounts();
    private final LinuxFileDoor files = new LinuxFileDoor();
    private final Events events = new Events();
    private SystemdLauncher launcher;
    private ServiceSpec spec;

    @BeforeAll
    static void bed() {
        Bed.required();
    }

    @BeforeEach
    void start() {
        launcher = create();
        spec = new Script("systemd", temporary, "").spec();
    }

    private SystemdLauncher create() {
        return new SystemdLauncher(
                UserUnit.AUTO,
                CreateMode.NEVER,
                table,
                accounts,
                new Scopes(accounts, Path.of("/run/systemd/system")),
                new LaunchMarks(temporary.resolve("launches"), files),
                UnitFile.onThisMachine(files, accounts));
    }

    @AfterEach
    void end() throws Exception {
        launcher.close();
        Bed.run("sh", "-c", "systemctl kill --signal=KILL $0; systemctl stop $0; true", UNIT);
        Bed.run("sh", "-c", "systemctl reset-failed $0; true", UNIT);
        Files.deleteIfExists(FILE);
        Bed.run("systemctl", "daemon-reload");
        accounts.close();
        files.close();
    }

    /** There is a unit with these lines in its section Service. */
    private void unit(String... lines) throws Exception {
        Files.writeString(FILE, "[Service]\n" + String.join("\n", lines) + "\n");
        Bed.run("systemctl", "daemon-reload");
    }

    private Launch launch() throws LaunchException {
        LaunchHandle handle = launcher.prepare(spec, "adopted");
        return launcher.launch(handle, spec, events);
    }

    private static int mainPid() throws Exception {
        return Integer.parseInt(Bed.run("systemctl", "show", UNIT, "-P", "MainPID"));
    }

    private static String active() throws Exception {
        return Bed.run("systemctl", "show", UNIT, "-P", "ActiveState");
    }

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
        launcher.close();
        launcher = create();
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
