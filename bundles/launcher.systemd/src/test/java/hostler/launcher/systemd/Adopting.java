package hostler.launcher.systemd;

import hostler.core.api.ServiceSpec;
import hostler.launcher.api.Launch;
import hostler.launcher.api.LaunchException;
import hostler.launcher.api.LaunchHandle;
import hostler.launcher.testkit.Events;
import hostler.launcher.testkit.Script;
import hostler.os.linux.InotifyLineWatch;
import hostler.os.linux.LinuxFileDoor;
import hostler.os.linux.NssAccounts;
import hostler.os.linux.ProcTable;
import hostler.systemd.UserUnit;
import hostler.systemd.testkit.Bed;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests of units that are there: the one of each test is {@code script.service}, as its package is
 * called.
 */
@Timeout(60)
abstract class Adopting {
    static final Path FILE = Path.of("/run/systemd/system/script.service");
    static final String UNIT = "script.service";

    @TempDir Path temporary;
    final ProcTable table = new ProcTable();
    final Events events = new Events();
    private final NssAccounts accounts = new NssAccounts();
    private final LinuxFileDoor files = new LinuxFileDoor();
    SystemdLauncher launcher;

    @BeforeAll
    static void bed() {
        Bed.required();
    }

    @BeforeEach
    void start() {
        launcher = create();
    }

    private SystemdLauncher create() {
        return new SystemdLauncher(
                UserUnit.AUTO,
                CreateMode.NEVER,
                temporary.resolve("launches"),
                table,
                accounts,
                files,
                new InotifyLineWatch(files));
    }

    /** The launcher as the agent's next start finds it. */
    final void replaceLauncher() {
        launcher.close();
        launcher = create();
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
    static void unit(String... lines) throws Exception {
        Files.writeString(FILE, "[Service]\n" + String.join("\n", lines) + "\n");
        Bed.run("systemctl", "daemon-reload");
    }

    /** The package. */
    final Script script() {
        return new Script("systemd", temporary, "");
    }

    final Launch launch() throws LaunchException {
        return launch(script().spec());
    }

    final Launch launch(ServiceSpec spec) throws LaunchException {
        LaunchHandle handle = launcher.prepare(spec, "adopted");
        return launcher.launch(handle, spec, events);
    }

    static int mainPid() throws Exception {
        return Integer.parseInt(Bed.run("systemctl", "show", UNIT, "-P", "MainPID"));
    }

    static String active() throws Exception {
        return Bed.run("systemctl", "show", UNIT, "-P", "ActiveState");
    }
}
