package hostler.launcher.systemd;

import static org.assertj.core.api.Assertions.assertThat;

import hostler.core.api.ProcessSettings;
import hostler.launcher.api.Launch;
import hostler.launcher.api.LaunchEvent;
import hostler.launcher.api.Launcher;
import hostler.launcher.api.Recovered;
import hostler.launcher.testkit.Events;
import hostler.launcher.testkit.LauncherContract;
import hostler.launcher.testkit.Script;
import hostler.os.api.ExitStatus;
import hostler.os.api.ProcessTable;
import hostler.os.api.Signal;
import hostler.os.linux.InotifyLineWatch;
import hostler.os.linux.LinuxFileDoor;
import hostler.os.linux.NssAccounts;
import hostler.os.linux.ProcTable;
import hostler.systemd.UserUnit;
import hostler.systemd.testkit.Bed;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Units that are made for each launch. */
abstract class MadeUnitsContract implements LauncherContract {
    private static final ProcTable TABLE = new ProcTable();

    @TempDir Path temporary;
    private final NssAccounts accounts = new NssAccounts();
    private final LinuxFileDoor files = new LinuxFileDoor();
    private final InotifyLineWatch lines = new InotifyLineWatch(files);
    private Path directory;
    private SystemdLauncher launcher;

    @BeforeAll
    static void bed() {
        Bed.required();
    }

    @BeforeEach
    void start() throws Exception {
        directory = Files.createDirectory(temporary.resolve("service"));
        for (Path each : List.of(temporary, directory)) {
            Files.setPosixFilePermissions(each, PosixFilePermissions.fromString("rwxrwxrwx"));
        }
        launcher = create();
    }

    /** How they are made. */
    abstract CreateMode mode();

    /** By whose manager. */
    UserUnit whose() {
        return UserUnit.AUTO;
    }

    /** How one speaks to that manager on the command line. */
    String systemctl() throws Exception {
        return "systemctl";
    }

    private SystemdLauncher create() {
        return new SystemdLauncher(
                whose(), mode(), temporary.resolve("launches"), TABLE, accounts, files, lines);
    }

    @AfterEach
    void end() throws Exception {
        launcher.close();
        Bed.run(
                "sh",
                "-c",
                "s() { %s \"$@\"; }; s thaw $0; s kill --signal=KILL $0; s stop $0;"
                                .formatted(systemctl())
                        + " s reset-failed $0; rm -f /etc/systemd/system/$0; s daemon-reload",
                "script.service");
        accounts.close();
        lines.close();
        files.close();
    }

    /** Systemd believes a PID file of root, who could end the stranger all the same. */
    @Override
    public Optional<String> liar() {
        return Optional.of("nobody");
    }

    /** Of a group without a name systemd wants to know nothing. */
    @Test
    @Override
    public void theGroupsAreAddedToThoseOfTheUser() throws Exception {
        ProcessSettings settings = new ProcessSettings(022, List.of(), List.of("daemon"));
        assertThat(String.join("", output("id -nG", settings)).split(" ")).contains("daemon");
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

    private String systemctl(String words) throws Exception {
        return Bed.run("sh", "-c", systemctl() + " " + words);
    }

    @Test
    void whoReloadsItByHandSendsItsSignal() throws Exception {
        Events events = new Events();
        Script script =
                script("trap 'echo reloaded; exit 3' HUP; echo up; " + UNTIL_GO)
                        .reloadedBy(Signal.HUP);
        launch(script, events);
        words(script, 1);
        systemctl("reload script.service");
        assertThat(words(script, 2)).containsExactly("up", "reloaded");
        assertThat(events.exit()).isEqualTo(new ExitStatus.Exited(3));
    }

    /** It is read back from where systemd keeps it. */
    @Test
    void afterAReloadOfSystemdItIsTheSameUnitAndItsEndIsKnown() throws Exception {
        Events events = new Events();
        Script script = script("echo '$HOME' '$$' %n; exec sleep 60");
        launch(script, events);
        assertThat(words(script, 1)).containsExactly("$HOME $$ %n");

        systemctl("daemon-reload");

        assertThat(systemctl("show script.service -P LoadState")).isEqualTo("loaded");
        systemctl("kill --signal=KILL script.service");
        assertThat(events.exit()).isEqualTo(new ExitStatus.Killed(9, false));
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
