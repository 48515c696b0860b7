package hostler.launcher.systemd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hostler.core.api.ServiceSpec;
import hostler.launcher.api.Launch;
import hostler.launcher.api.LaunchException;
import hostler.launcher.testkit.Events;
import hostler.launcher.testkit.LauncherSubject;
import hostler.launcher.testkit.Script;
import hostler.os.api.ExitStatus;
import hostler.os.linux.InotifyLineWatch;
import hostler.os.linux.LinuxFileDoor;
import hostler.os.linux.NssAccounts;
import hostler.os.linux.ProcTable;
import hostler.systemd.UserUnit;
import hostler.systemd.testkit.Bed;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Units of a user, by that user's own manager, for an agent that is root. */
@Timeout(60)
class UserUnitsTest {
    static final String USER = "hostler-bed";

    @TempDir Path temporary;
    private final ProcTable table = new ProcTable();
    private final NssAccounts accounts = new NssAccounts();
    private final LinuxFileDoor files = new LinuxFileDoor();
    private final Events events = new Events();
    private SystemdLauncher launcher;

    /** A user with a manager, as one who lingers has it; there is no logind in the bed. */
    @BeforeAll
    static void user() throws Exception {
        Bed.required();
        Bed.run(
                "sh",
                "-c",
                "id $0 || useradd --system --create-home $0; uid=$(id -u $0);"
                        + " mkdir -p /run/user/$uid; chmod 700 /run/user/$uid;"
                        + " chown $0: /run/user/$uid; systemctl start user@$uid.service",
                USER);
    }

    @BeforeEach
    void start() throws Exception {
        Files.setPosixFilePermissions(temporary, PosixFilePermissions.fromString("rwxrwxrwx"));
        launcher =
                new SystemdLauncher(
                        UserUnit.TRUE,
                        CreateMode.TRANSIENT,
                        temporary.resolve("launches"),
                        table,
                        accounts,
                        files,
                        new InotifyLineWatch(files));
    }

    @AfterEach
    void end() {
        launcher.close();
        accounts.close();
        files.close();
    }

    private ServiceSpec spec(String line, Optional<String> user) {
        return new Script("systemd", temporary, line, Map.of("SECRET", "a \"$b\\"), user).spec();
    }

    private Launch launch(String line) throws LaunchException {
        ServiceSpec spec = spec(line, Optional.of(USER));
        return launcher.launch(launcher.prepare(spec, "user-unit"), spec, events);
    }

    @Test
    void aUnitRunsAsItsUserWithItsEnvironment() throws Exception {
        Launch launch = launch("id -un; echo \"$SECRET\"; echo $XDG_RUNTIME_DIR");
        assertThat(events.exit()).isEqualTo(new ExitStatus.Exited(0));
        assertThat(temporary.resolve("script.log"))
                .content()
                .startsWith(USER + "\na \"$b\\\n/run/user/");
        launcher.forget(launch.handle());
    }

    @Test
    void aUnitIsPausedResumedAndStopped() throws Exception {
        Launch launch = launch("exec sleep 60");
        launcher.pausing().orElseThrow().pause(launch.handle());
        assertThat(cgroup(launch, "cgroup.freeze")).isEqualTo("1");
        launcher.pausing().orElseThrow().resume(launch.handle());
        assertThat(cgroup(launch, "cgroup.freeze")).isEqualTo("0");
        launcher.stop(launch.handle(), LauncherSubject.PATIENT);
        assertThat(events.exit()).isEqualTo(new ExitStatus.Killed(15, false));
        launcher.forget(launch.handle());
    }

    private static String cgroup(Launch launch, String file) throws Exception {
        return Bed.run(
                "sh",
                "-c",
                "cat /sys/fs/cgroup$(sed -n 's/^0:://p' /proc/$0/cgroup)/$1",
                String.valueOf(launch.process().pid()),
                file);
    }

    @Test
    void anotherUserHasNoUnitsThere() {
        assertThatThrownBy(() -> launcher.prepare(spec("", Optional.of("nobody")), "nobody"))
                .isInstanceOf(LaunchException.class)
                .hasMessageContaining("enable-linger nobody");
    }
}
