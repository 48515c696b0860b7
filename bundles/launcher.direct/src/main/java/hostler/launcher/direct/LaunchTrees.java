package hostler.launcher.direct;

import hostler.launcher.api.LaunchException;
import hostler.launcher.api.LaunchHandle;
import hostler.launcher.api.Pausing;
import hostler.launcher.api.StopOrder;
import hostler.os.api.BirthRecord;
import hostler.os.api.Signal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** Finds the processes of a launch by its handle, and does to all of them what is asked. */
final class LaunchTrees implements Pausing {
    private final Machine machine;
    private final LaunchGroups groups;
    private final Path directory;
    private final Duration killDeadline;

    /**
     * @param directory where the records of a handle are that names no directory
     * @param killDeadline how long killed processes may take to be gone
     */
    LaunchTrees(Machine machine, LaunchGroups groups, Path directory, Duration killDeadline) {
        this.machine = machine;
        this.groups = groups;
        this.directory = directory;
        this.killDeadline = killDeadline;
    }

    void stop(LaunchHandle handle, StopOrder order) throws LaunchException {
        Optional<ProcessTree> tree = current(handle);
        if (tree.isEmpty()) {
            return;
        }
        try {
            tree.get().end(order);
        } catch (InterruptedException e) {
            throw interrupted(handle, e);
        }
    }

    /** Signals the main process, and nobody else. */
    void signal(LaunchHandle handle, Signal signal) throws LaunchException {
        Optional<ProcessTree> tree = current(handle);
        if (tree.isEmpty() || !tree.get().signalMain(signal)) {
            throw new LaunchException(
                    LaunchException.Kind.TRANSIENT,
                    handle.service() + " has no main process to send " + signal + " to");
        }
    }

    @Override
    public void pause(LaunchHandle handle) throws LaunchException {
        Optional<ProcessTree> tree = current(handle);
        if (tree.isPresent()) {
            tree.get().pause();
        }
    }

    @Override
    public void resume(LaunchHandle handle) throws LaunchException {
        Optional<ProcessTree> tree = current(handle);
        if (tree.isPresent()) {
            tree.get().resume();
        }
    }

    /** Empty when the launch never came to be, or was one of an earlier boot. */
    private Optional<ProcessTree> current(LaunchHandle handle) {
        HandleData data = HandleData.of(handle, directory);
        return machine.spawn()
                .birth(data.records(), handle.launchId())
                .filter(this::ofThisBoot)
                .map(birth -> tree(data, birth));
    }

    /** A process of an earlier boot cannot live; its number belongs to a stranger, if to anyone. */
    boolean ofThisBoot(BirthRecord birth) {
        return birth.process().bootId().equals(machine.table().bootId());
    }

    /** Everything that lives of a launch of this boot. */
    ProcessTree tree(HandleData data, BirthRecord birth) {
        LaunchGroup group = new LaunchGroup(birth.launchId(), data.cgroup().flatMap(groups::find));
        BooleanSupplier over = () -> machine.spawn().over(data.records(), birth.launchId());
        return new ProcessTree(machine.table(), machine.watch(), birth, group, over, killDeadline);
    }

    static LaunchException interrupted(LaunchHandle handle, InterruptedException cause) {
        Thread.currentThread().interrupt();
        return new LaunchException(
                LaunchException.Kind.TRANSIENT,
                "interrupted while waiting for the processes of " + handle.service(),
                cause);
    }
}
