package hostler.os.linux;

import hostler.os.api.ControlGroup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Groups in a directory that agents on one machine share: the names are launch ids, so nobody meets
 * a group of another.
 *
 * @param home the directory
 * @param lane where waiting for the kernel blocks
 */
record OwnGroups(Path home, NativeLane lane) implements GroupHome {

    private static final String HOME = "hostler";

    /**
     * Under {@code hostler} at the root of a hierarchy. A process is moved only by who may write to
     * the group that is above both, here the root.
     */
    static GroupHome under(Path root, NativeLane lane) {
        Path home = root.resolve(HOME);
        boolean writable =
                Files.isWritable(root.resolve("cgroup.procs"))
                        && Files.isWritable(Files.exists(home) ? home : root);
        return writable
                ? new OwnGroups(home, lane)
                : new None("the agent's user may not write to " + root);
    }

    @Override
    public Optional<String> obstacle() {
        return Optional.empty();
    }

    @Override
    public Optional<Path> place(String service, String name) {
        return Optional.of(home.resolve(name));
    }

    @Override
    public boolean owns(Path place) {
        return home.equals(place.getParent());
    }

    @Override
    public ControlGroup create(Path place) throws IOException {
        Files.createDirectories(place);
        return at(place);
    }

    @Override
    public ControlGroup at(Path place) {
        return new Cgroup(place, lane);
    }

    @Override
    public void adopt(Path place) {
        // Nothing has to be there for the next one.
    }
}
