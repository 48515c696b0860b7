package hostler.launcher.direct;

import hostler.os.api.HeldProcess;
import hostler.os.api.ProcessIdentity;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Removes what is left of launches that nobody will ask about again. */
final class Forgotten implements AutoCloseable {
    private final Machine machine;
    private final LaunchGroups groups;

    /** Keepers that may still write, by the launch they keep. */
    private final Map<String, HeldProcess> keepers = new ConcurrentHashMap<>();

    Forgotten(Machine machine, LaunchGroups groups) {
        this.machine = machine;
        this.groups = groups;
    }

    /** Now, and once more when its keeper is gone, which may be about to write the exit. */
    void forget(HandleData data, String launchId) {
        machine.spawn()
                .birth(data.records(), launchId)
                .flatMap(birth -> hold(birth.keeper(), data, launchId))
                .ifPresent(keeper -> keepers.put(launchId, keeper));
        remove(data, launchId);
    }

    /** The keeper is a process of this boot, or it is none: identities tell them apart. */
    private Optional<HeldProcess> hold(ProcessIdentity keeper, HandleData data, String launchId) {
        return machine.watch().hold(keeper, () -> removeElsewhere(data, launchId));
    }

    /** The notice comes on the thread of the watch, which is not to wait for a disk. */
    private void removeElsewhere(HandleData data, String launchId) {
        Thread.ofVirtual()
                .name("hostler-forget-" + launchId)
                .start(
                        () -> {
                            remove(data, launchId);
                            keepers.remove(launchId);
                        });
    }

    private void remove(HandleData data, String launchId) {
        machine.spawn().forget(data.records(), launchId);
        data.cgroup().ifPresent(groups::remove);
    }

    /** What keepers write from now on stays. */
    @Override
    public void close() {
        keepers.values().forEach(HeldProcess::close);
        keepers.clear();
    }
}
