package hostler.launcher.direct;

import hostler.os.api.ControlGroup;
import hostler.os.api.ControlGroups;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The control groups of launches. Only a launch that is prepared asks whether there is to be one;
 * after that its handle says.
 */
final class LaunchGroups {
    private static final Logger LOG = LoggerFactory.getLogger(LaunchGroups.class);

    private final ControlGroups groups;
    private volatile boolean wanted;

    LaunchGroups(ControlGroups groups) {
        this.groups = groups;
    }

    /** Says whether new launches get a group, and why not, and goes by that from now on. */
    void use(boolean now) {
        wanted = now;
        Optional<String> obstacle = groups.obstacle();
        if (!now) {
            LOG.info("launches get no control group, because cgroups=false is set");
        } else if (obstacle.isPresent()) {
            LOG.info("launches get no control group: {}", obstacle.get());
        } else {
            Path example = groups.place("launch");
            LOG.info("every launch gets a control group in {}", example.getParent());
        }
    }

    /** Where the group of a new launch will be; empty: it gets none. */
    Optional<Path> place(String launchId) {
        return wanted && groups.obstacle().isEmpty()
                ? Optional.of(groups.place(launchId))
                : Optional.empty();
    }

    /** Makes a group that was promised; a service rather starts without one than not at all. */
    Optional<ControlGroup> create(Path place) {
        try {
            return Optional.of(groups.create(place));
        } catch (IOException e) {
            LOG.warn("cannot make the control group {}; the launch does without", place, e);
            return Optional.empty();
        }
    }

    /** The group at a place, if there is one. */
    Optional<ControlGroup> find(Path place) {
        return groups.find(place);
    }

    /** Removes a group that has served. */
    void remove(Path place) {
        try {
            Optional<ControlGroup> group = groups.find(place);
            if (group.isPresent()) {
                group.get().remove();
            }
        } catch (IOException e) {
            LOG.warn("cannot remove the control group {}; it stays behind", place, e);
        }
    }
}
