package hostler.launcher.direct;

import hostler.os.api.BirthRecord;
import hostler.os.linux.InotifyLineWatch;
import hostler.os.linux.KeeperBinary;
import hostler.os.linux.KeeperSpawnDoor;
import hostler.os.linux.LinuxFileDoor;
import hostler.os.linux.NssAccounts;
import hostler.os.linux.PidfdWatch;
import hostler.os.linux.ProcTable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The doors to this machine. */
record RealDoors(
        KeeperSpawnDoor spawn,
        PidfdWatch watch,
        ProcTable table,
        NssAccounts accounts,
        LinuxFileDoor files,
        InotifyLineWatch lines)
        implements AutoCloseable {

    private static final Duration SOON = Duration.ofSeconds(10);

    /** The keeper's program is put into the directory. */
    static RealDoors open(Path directory) throws IOException {
        ProcTable table = new ProcTable();
        LinuxFileDoor files = new LinuxFileDoor();
        return new RealDoors(
                new KeeperSpawnDoor(KeeperBinary.extractTo(directory)),
                new PidfdWatch(table),
                table,
                new NssAccounts(),
                files,
                new InotifyLineWatch(files));
    }

    /**
     * Kills what lives of a launch; returns when its keeper is gone, too: only then nobody writes
     * into a directory that is being deleted.
     */
    void kill(Path records, String launchId) throws Exception {
        BirthRecord birth = spawn.birth(records, launchId).orElseThrow();
        LaunchGroup none = new LaunchGroup(launchId, Optional.empty());
        new ProcessTree(table, watch, birth, none, () -> false, SOON).kill();
        CountDownLatch ended = new CountDownLatch(1);
        if (watch.hold(birth.keeper(), ended::countDown).isPresent()
                && !ended.await(SOON.toSeconds(), TimeUnit.SECONDS)) {
            throw new AssertionError("the keeper of " + launchId + " did not end");
        }
    }

    @Override
    public void close() throws IOException {
        lines.close();
        spawn.close();
        watch.close();
        accounts.close();
        files.close();
    }
}
