package hostler.launcher.systemd;

import hostler.core.api.ServiceSpec;
import hostler.launcher.api.Launch;
import hostler.launcher.api.Recovered;
import hostler.launcher.testkit.Events;
import hostler.launcher.testkit.LauncherSubject;
import hostler.launcher.testkit.Script;
import hostler.os.linux.InotifyLineWatch;
import hostler.os.linux.LinuxFileDoor;
import hostler.os.linux.NssAccounts;
import hostler.os.linux.ProcTable;
import hostler.systemd.UserUnit;
import java.nio.file.Path;

/** A JVM that {@link OtherUserTest} runs as a user: the life of one unit of that user's manager. */
final class OtherUsersAgent {
    private final NssAccounts accounts = new NssAccounts();
    private final LinuxFileDoor files = new LinuxFileDoor();
    private final CreateMode mode;
    private final Path directory;

    private OtherUsersAgent(CreateMode mode, Path directory) {
        this.mode = mode;
        this.directory = directory;
    }

    /** Arguments: the {@code systemd.create}, and an empty directory of the user. */
    public static void main(String[] arguments) throws Exception {
        new OtherUsersAgent(CreateMode.of(arguments[0]), Path.of(arguments[1])).live();
    }

    private SystemdLauncher launcher() {
        return new SystemdLauncher(
                UserUnit.AUTO,
                mode,
                directory.resolve("launches"),
                new ProcTable(),
                accounts,
                files,
                new InotifyLineWatch(files));
    }

    private void live() throws Exception {
        ServiceSpec spec = new Script("systemd", directory, "id -un; exec sleep 60").spec();
        SystemdLauncher first = launcher();
        Launch launch = first.launch(first.prepare(spec, "others"), spec, new Events());
        first.close();
        Events events = new Events();
        SystemdLauncher second = launcher();
        say(second.recover(launch.handle(), events) instanceof Recovered.Adopted);
        second.stop(launch.handle(), LauncherSubject.PATIENT);
        say(events.exit());
        second.forget(launch.handle());
        second.close();
        accounts.close();
        files.close();
    }

    private static void say(Object word) {
        System.out.println("said: " + word);
    }
}
