package hostler.os.linux;

import hostler.os.api.ControlGroup;
import hostler.os.api.ControlGroups;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;

/**
 * Groups under {@code hostler} at the root of the v2 hierarchy, which agents on one machine share:
 * the names are launch ids, so nobody meets a group of another. Where systemd runs the machine the
 * hierarchy is its alone (see CGROUP_DELEGATION of systemd), and none is made. Safe for any number
 * of threads.
 */
@Component(service = ControlGroups.class)
public final class CgroupTree implements ControlGroups, AutoCloseable {

    private static final Pattern NAME = Pattern.compile("(?!\\.{1,2}$)[A-Za-z0-9._-]+");
    private static final String HOME = "hostler";

    /** Either is there: the directory of all groups, or why there is none. */
    private sealed interface Place {
        record Usable(Path home) implements Place {}

        record Barred(String why) implements Place {}
    }

    private final Place place;
    private final NativeLane lane = new NativeLane("hostler-cgroups");

    /** The hierarchy of this machine, as it is now. */
    @Activate
    public CgroupTree() {
        // sd_booted(3) asks for that directory.
        this(Path.of("/proc/self/mountinfo"), Path.of("/run/systemd/system"));
    }

    CgroupTree(Path mountinfo, Path markOfSystemd) {
        place = decide(mountinfo, markOfSystemd);
    }

    private static Place decide(Path mountinfo, Path markOfSystemd) {
        if (Files.exists(markOfSystemd, LinkOption.NOFOLLOW_LINKS)) {
            return new Place.Barred("systemd runs this machine, and the hierarchy is its alone");
        }
        try {
            return CgroupMount.in(mountinfo)
                    .map(CgroupTree::under)
                    .orElse(new Place.Barred("no cgroup v2 hierarchy is mounted"));
        } catch (IOException e) {
            return new Place.Barred("cannot read " + mountinfo + ": " + e.getMessage());
        }
    }

    /* A process is moved only by who may write to the group that is above both, here the root. */
    private static Place under(Path root) {
        Path home = root.resolve(HOME);
        boolean writable =
                Files.isWritable(root.resolve("cgroup.procs"))
                        && Files.isWritable(Files.exists(home) ? home : root);
        return writable
                ? new Place.Usable(home)
                : new Place.Barred("the agent's user may not write to " + root);
    }

    @Deactivate
    @Override
    public void close() {
        lane.close();
    }

    @Override
    public Optional<String> obstacle() {
        return place instanceof Place.Barred(String why) ? Optional.of(why) : Optional.empty();
    }

    @Override
    public Path place(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("not a name of a cgroup: '" + name + "'");
        }
        return switch (place) {
            case Place.Usable(Path home) -> home.resolve(name);
            case Place.Barred(String why) -> throw new IllegalStateException(why);
        };
    }

    @Override
    public ControlGroup create(Path directory) throws IOException {
        if (!isOurs(directory)) {
            throw new IOException(
                    "cannot make the cgroup "
                            + directory
                            + ": "
                            + obstacle().orElse("it is not one of this agent's"));
        }
        Files.createDirectories(directory);
        return new Cgroup(directory, lane);
    }

    /** {@inheritDoc} What is elsewhere is somebody else's: there is none for us. */
    @Override
    public Optional<ControlGroup> find(Path directory) {
        return isOurs(directory) && Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)
                ? Optional.of(new Cgroup(directory, lane))
                : Optional.empty();
    }

    private boolean isOurs(Path directory) {
        return place instanceof Place.Usable(Path home)
                && home.equals(directory.getParent())
                && NAME.matcher(directory.getFileName().toString()).matches();
    }
}
