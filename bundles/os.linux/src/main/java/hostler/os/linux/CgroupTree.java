package hostler.os.linux;

import hostler.os.api.ControlGroup;
import hostler.os.api.ControlGroups;
import hostler.os.api.ServiceScopes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/**
 * Groups under {@code hostler} at the root of the v2 hierarchy. Where systemd runs the machine the
 * hierarchy is its alone (see CGROUP_DELEGATION of systemd), and groups are made only in scopes
 * that it delegates. Safe for any number of threads.
 */
@Component(service = ControlGroups.class)
public final class CgroupTree implements ControlGroups, AutoCloseable {

    /** Bundles start within it; then services are started without scopes rather than not. */
    private static final Duration ARRIVAL = Duration.ofSeconds(3);

    private static final Path MOUNTS = Path.of("/proc/self/mountinfo");

    /** sd_booted(3) asks for that directory. */
    private static final Path SYSTEMD = Path.of("/run/systemd/system");

    private final NativeLane lane = new NativeLane("hostler-cgroups");
    private final ArrivingScopes scopes = new ArrivingScopes(ARRIVAL);
    private final GroupHome home;

    /** The hierarchy of this machine, as it is now; in scopes are the keepers of this door. */
    @Activate
    public CgroupTree(@Reference KeeperSpawnDoor door) {
        this(MOUNTS, SYSTEMD, Optional.of(door.scoped()));
    }

    /** The hierarchy of this machine, as it is now, for who has no scopes. */
    public CgroupTree() {
        this(MOUNTS, SYSTEMD);
    }

    CgroupTree(Path mountinfo, Path markOfSystemd) {
        this(mountinfo, markOfSystemd, Optional.empty());
    }

    private CgroupTree(Path mountinfo, Path markOfSystemd, Optional<ScopedKeepers> keepers) {
        home = decide(mountinfo, markOfSystemd, keepers);
    }

    private GroupHome decide(Path mountinfo, Path systemd, Optional<ScopedKeepers> keepers) {
        try {
            Optional<Path> root = CgroupMount.in(mountinfo);
            if (root.isEmpty()) {
                return new GroupHome.None("no cgroup v2 hierarchy is mounted");
            }
            return Files.exists(systemd, LinkOption.NOFOLLOW_LINKS)
                    ? delegated(root.get(), keepers)
                    : OwnGroups.under(root.get(), lane);
        } catch (IOException e) {
            return new GroupHome.None("cannot read " + mountinfo + ": " + e.getMessage());
        }
    }

    private GroupHome delegated(Path root, Optional<ScopedKeepers> keepers) {
        return keepers.isPresent()
                ? new ScopedGroups(root, scopes, keepers.get(), lane)
                : new GroupHome.None("systemd runs this machine, and the hierarchy is its alone");
    }

    /** From now on new groups are made in these scopes. */
    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    public void setScopes(ServiceScopes arrived) {
        scopes.arrived(arrived);
    }

    /** For a moment they are waited for. */
    public void unsetScopes(ServiceScopes gone) {
        scopes.left(gone);
    }

    @Deactivate
    @Override
    public void close() {
        lane.close();
    }

    @Override
    public Optional<String> obstacle() {
        return home.obstacle();
    }

    @Override
    public Optional<Path> place(String service, String name) {
        if (!GroupHome.NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("not a name of a cgroup: '" + name + "'");
        }
        return home.place(service, name);
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
        return home.create(directory);
    }

    /** {@inheritDoc} What is elsewhere is somebody else's: there is none for us. */
    @Override
    public Optional<ControlGroup> find(Path directory) {
        return isOurs(directory) && Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)
                ? Optional.of(home.at(directory))
                : Optional.empty();
    }

    @Override
    public void adopt(Path directory) {
        if (find(directory).isPresent()) {
            home.adopt(directory);
        }
    }

    private boolean isOurs(Path directory) {
        return home.owns(directory)
                && GroupHome.NAME.matcher(directory.getFileName().toString()).matches();
    }
}
