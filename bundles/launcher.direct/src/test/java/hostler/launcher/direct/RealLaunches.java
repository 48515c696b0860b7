package hostler.launcher.direct;

import static org.awaitility.Awaitility.await;

import hostler.launcher.api.Launch;
import hostler.launcher.api.LaunchException;
import hostler.launcher.api.LaunchHandle;
import hostler.launcher.api.LaunchListener;
import hostler.launcher.testkit.LauncherContract;
import hostler.launcher.testkit.Script;
import hostler.os.api.BirthRecord;
import hostler.os.api.ProcessIdentity;
import hostler.os.api.Signal;
import hostler.os.linux.CgroupTree;
import hostler.os.linux.InotifyLineWatch;
import hostler.os.linux.KeeperBinary;
import hostler.os.linux.KeeperSpawnDoor;
import hostler.os.linux.LinuxFileDoor;
import hostler.os.linux.NssAccounts;
import hostler.os.linux.PidfdWatch;
import hostler.os.linux.ProcTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/** A launcher on the real machine; at the end nothing of what it launched is left. */
final class RealLaunches implements AutoCloseable {
    private static final String BIRTH = ".birth";
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    final ProcTable table = new ProcTable();
    final PidfdWatch watch;

    private final NssAccounts accounts = new NssAccounts();
    private final KeeperSpawnDoor door;
    private final Path directory;
    private final Path records;
    private DirectLauncher launcher;

    RealLaunches(Path directory) throws IOException {
        this.directory = directory;
        records = directory.resolve("records");
        watch = new PidfdWatch(table);
        door = new KeeperSpawnDoor(KeeperBinary.extractTo(directory));
        launcher = newLauncher();
    }

    private DirectLauncher newLauncher() {
        Machine machine =
                new Machine(
                        door,
                        watch,
                        table,
                        new CgroupTree(),
                        accounts,
                        new InotifyLineWatch(new LinuxFileDoor()));
        return new DirectLauncher(records, machine, true, ProcessTree.KILL_DEADLINE);
    }

    DirectLauncher launcher() {
        return launcher;
    }

    /** The next agent's: it knows nothing but what it is given. */
    void replaceLauncher() {
        launcher.close();
        launcher = newLauncher();
    }

    Launch launch(String line, LaunchListener listener) throws LaunchException {
        Script script = new Script("direct", directory, line);
        LaunchHandle handle = launcher.prepare(script.spec(), "launch-" + UUID.randomUUID());
        return launcher.launch(handle, script.spec(), listener);
    }

    /** What its keeper wrote of it. */
    BirthRecord birth(LaunchHandle handle) {
        return door.birth(records, handle.launchId()).orElseThrow();
    }

    /** Signals exactly this process. */
    void send(ProcessIdentity process, Signal signal) {
        watch.hold(process, () -> {})
                .ifPresent(
                        held -> {
                            held.send(signal);
                            held.close();
                        });
    }

    /** Waits until other processes may have these pids: whoever reaps them may take seconds. */
    static void awaitFree(Collection<ProcessIdentity> processes) {
        await("their pids are free")
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(5))
                .until(() -> processes.stream().map(ProcessIdentity::pid).allMatch(Judge::free));
    }

    @Override
    public void close() throws IOException {
        launcher.close();
        List<BirthRecord> births = births();
        births.forEach(birth -> send(birth.process(), Signal.KILL));
        births.forEach(this::killRest);
        // Only then nobody writes into a directory that is being deleted.
        await("the keepers have ended")
                .atMost(LauncherContract.SOON)
                .until(() -> births.stream().map(BirthRecord::keeper).noneMatch(table::alive));
        door.close();
        watch.close();
        accounts.close();
    }

    /** A pass over /proc each, so only where it takes one. */
    private void killRest(BirthRecord birth) {
        if (!Judge.free(birth.keeper().pid())) {
            table.tree(birth).forEach(one -> send(one, Signal.KILL));
        }
    }

    private List<BirthRecord> births() throws IOException {
        if (!Files.exists(records)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(records)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(BIRTH))
                    .map(name -> name.substring(0, name.length() - BIRTH.length()))
                    .flatMap(id -> door.birth(records, id).stream())
                    .toList();
        }
    }
}
