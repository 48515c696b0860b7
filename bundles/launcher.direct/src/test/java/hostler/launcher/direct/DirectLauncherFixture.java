package hostler.launcher.direct;

import hostler.launcher.api.Launcher;
import hostler.launcher.testkit.LauncherContract;
import hostler.os.api.ControlGroups;
import hostler.os.api.ProcessTable;
import hostler.os.api.SpawnDoor;
import hostler.os.testkit.NoGroups;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A direct launcher of this machine, without control groups, and the end of what it started. */
abstract class DirectLauncherFixture implements LauncherContract {
    private static final String BIRTH = ".birth";

    @TempDir static Path keeper;
    static RealDoors doors;

    @TempDir Path temporary;
    Path records;
    Path directory;
    DirectLauncher launcher;

    @BeforeAll
    static void openDoors() throws IOException {
        doors = RealDoors.open(keeper);
    }

    @AfterAll
    static void closeDoors() throws IOException {
        doors.close();
    }

    @BeforeEach
    void start() throws IOException {
        records = temporary.resolve("records");
        directory = Files.createDirectory(temporary.resolve("service"));
        launcher = launcher(doors.table());
    }

    final DirectLauncher launcher(ProcessTable table) {
        return launcher(machine(doors.spawn(), table), ProcessTree.KILL_DEADLINE);
    }

    final DirectLauncher launcher(Machine machine, Duration killDeadline) {
        return new DirectLauncher(records, machine, true, killDeadline);
    }

    final Machine machine(SpawnDoor spawn, ProcessTable table) {
        return new Machine(spawn, doors.watch(), table, groups(), doors.accounts(), doors.lines());
    }

    /** Removes what a launch of which nothing lives has left outside of the test's directories. */
    void cleanUp(String launchId) throws IOException {}

    /** What the launcher has for control groups. */
    ControlGroups groups() {
        return new NoGroups();
    }

    @AfterEach
    void endEverything() throws Exception {
        launcher.close();
        if (Files.exists(records)) {
            try (Stream<Path> files = Files.list(records)) {
                for (String name : files.map(file -> file.getFileName().toString()).toList()) {
                    if (name.endsWith(BIRTH)) {
                        String launchId = name.substring(0, name.length() - BIRTH.length());
                        doors.kill(records, launchId);
                        cleanUp(launchId);
                    }
                }
            }
        }
    }

    @Override
    public Launcher launcher() {
        return launcher;
    }

    @Override
    public void replaceLauncher() {
        launcher.close();
        launcher = launcher(doors.table());
    }

    @Override
    public String method() {
        return "direct";
    }

    @Override
    public ProcessTable processes() {
        return doors.table();
    }

    @Override
    public Path directory() {
        return directory;
    }
}
