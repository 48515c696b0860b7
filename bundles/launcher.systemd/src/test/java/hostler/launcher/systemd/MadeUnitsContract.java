package hostler.launcher.systemd;

import static org.assertj.core.api.Assertions.assertThat;

import hostler.core.api.ProcessSettings;
import hostler.launcher.api.Launch;
import hostler.launcher.api.LaunchEvent;
import hostler.launcher.api.Launcher;
import hostler.launcher.api.Recovered;
import hostler.launcher.testkit.EndingContract;
import hostler.launcher.testkit.Events;
import hostler.launcher.testkit.NotifyContract;
import hostler.launcher.testkit.PausingContract;
import hostler.launcher.testkit.RecoveryContract;
import hostler.launcher.testkit.RunningContract;
import hostler.launcher.testkit.Script;
import hostler.launcher.testkit.SettingsContract;
import hostler.os.api.ExitStatus;
import hostler.os.api.ProcessIdentity;
import hostler.os.api.ProcessTable;
import hostler.os.api.Signal;
import hostler.os.linux.LinuxFileDoor;
import hostler.os.linux.NssAccounts;
import hostler.os.linux.ProcTable;
import hostler.systemd.testkit.Bed;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Units that are made for each launch, by the system's manager. */
abstract class MadeUnitsContract
        implements RunningContract,
                EndingContract,
                RecoveryContract,
                PausingContract,
                NotifyContract,
                SettingsContract {
    private static final ProcTable TABLE = new ProcTable();

    @TempDir Path temporary;
    private final NssAccounts accounts = new NssAccounts();
    private final LinuxFileDoor files = new LinuxFileDoor();
    private Path directory;
    private SystemdLauncher launcher;

    @BeforeAll
    static void bed() {
        Bed.required();
    }

    @BeforeEach
    void start() throws Exception {
        directory = Files.createDirectory(temporary.resolve("service"));
        launcher = create();
    }

    /** How they are made. */
    abstract CreateMode mode();

    private SystemdLauncher create() {
        return new SystemdLauncher(
                UserUnit.AUTO,
                mode(),
                TABLE,
                accounts,
                new Scopes(accounts, Path.of("/run/systemd/system")),
                new LaunchMarks(temporary.resolve("launches"), files),
                UnitFile.onThisMachine(files, accounts));
    }

    @AfterEach
    void end() throws Exception {
        launcher.close();
        Bed.run(
                "sh",
                "-c",
                "systemctl thaw $0; systemctl kill --signal=KILL $0; systemctl stop $0;"
                        + " systemctl reset-failed $0; rm -f /etc/systemd/system/$0;"
                        + " systemctl daemon-reload",
                "script.service");
        accounts.close();
        files.close();
    }

    /** Of a group without a name systemd wants to know nothing. */
    @Test
    @Override
    public void theGroupsAreAddedToThoseOfTheUser() throws Exception {
        ProcessSettings settings = new ProcessSettings(022, List.of(), List.of("daemon"));
        assertThat(String.join("", output("id -nG", settings)).split(" ")).contains("daemon");
    }

    /** It may be the main one before the launch is told. */
    @Test
    @Override
    public void whoIsNamedAsMainProcessIsIt() throws Exception {
        Script script =
                speaking("setsid sh -c 'echo $$; exec sleep 60' & say MAINPID=$! READY=1; exit 0");
        Events events = new Events();
        Launch launch = launch(script, events);
        ProcessIdentity main = process(words(script, 1).getFirst());
        if (!launch.process().equals(main)) {
            assertThat(events.next(LaunchEvent.Moved.class).launch().process()).isEqualTo(main);
        }
        events.next(LaunchEvent.Ready.class);
        launcher().stop(launch.handle(), PATIENT);
        assertThat(events.exit()).isEqualTo(new ExitStatus.Killed(15, false));
    }

    /** Of one message systemd tells the readiness before the status. */
    @Test
    @Override
    public void readinessAndStatusAreToldAsTheyAreSaid() throws Exception {
        Events events = new Events();
        Launch launch =
                launch(
                        speaking(
                                "say 'STATUS=loading 3 of 5'; "
                                        + UNTIL_GO
                                        + "say READY=1 STATUS=serving; exec sleep 60"),
                        events);
        assertThat(events.next(LaunchEvent.Said.class).status()).isEqualTo("loading 3 of 5");
        assertThat(events.silent(A_MOMENT)).isTrue();
        go();
        assertThat(events.next(LaunchEvent.Ready.class).evidence()).contains("READY=1");
        assertThat(events.next(LaunchEvent.Said.class).status()).isEqualTo("serving");
        launcher().stop(launch.handle(), PATIENT);
        assertThat(events.exit()).isEqualTo(new ExitStatus.Killed(15, false));
    }

    /** Systemd's watchdog does not only tell. */
    @Test
    @Override
    public void aServiceThatIsSilentForTooLongIsUnresponsive() throws Exception {
        Optional<Duration> watchdog = Optional.of(Duration.ofMillis(300));
        Events events = new Events();
        launch(watchedSpeaking(watchdog, "say READY=1; exec sleep 60"), events);
        events.next(LaunchEvent.Ready.class);
        assertThat(events.next(LaunchEvent.Unresponsive.class).evidence()).contains("WATCHDOG=1");
        assertThat(events.exit())
                .isInstanceOfSatisfying(
                        ExitStatus.Killed.class,
                        killed -> assertThat(killed.signal()).isEqualTo(Signal.ABRT.number()));
    }

    /** The same as for others without a watchdog, which would have ended it. */
    @Test
    @Override
    public void whatWasSaidWhileNobodyListenedIsToldAfterwards() throws Exception {
        Script script = speaking(UNTIL_GO + "say READY=1 STATUS=serving; echo said; exec sleep 60");
        Launch launch = launch(script, new Events());
        replaceLauncher();
        go();
        words(script, 1);
        Events events = new Events();
        assertThat(launcher().recover(launch.handle(), events))
                .isInstanceOf(Recovered.Adopted.class);
        assertThat(events.next(LaunchEvent.Said.class).status()).isEqualTo("serving");
        events.next(LaunchEvent.Ready.class);
        launcher().stop(launch.handle(), PATIENT);
    }

    @Override
    public Launcher launcher() {
        return launcher;
    }

    @Override
    public void replaceLauncher() {
        launcher.close();
        launcher = create();
    }

    @Override
    public String method() {
        return "systemd";
    }

    @Override
    public ProcessTable processes() {
        return TABLE;
    }

    @Override
    public Path directory() {
        return directory;
    }
}
