package hostler.launcher.direct;

import hostler.core.api.ServiceId;
import hostler.os.api.ControlGroup;
import hostler.os.api.ControlGroups;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The control groups of launches. Only a launch that is prepared asks whether there is to be one;
 * after that its handle says.
 */
final class LaunchGroups {
    private static final Logger LOG = LoggerFactory.getLogger(LaunchGroups.class);

    private final ControlGroups groups;
    private final AtomicReference<String> said = new AtomicReference<>("");
    private final AtomicBoolean failing = new AtomicBoolean();
    private volatile boolean wanted;

    LaunchGroups(ControlGroups groups) {
        this.groups = groups;
    }

    /** Whether new launches get a group from now on. */
    void use(boolean now) {
        wanted = now;
    }

    /**
     * Where the group of a new launch will be; empty: it gets none. Where groups are made, and why
     * not, is said when it is another answer than before.
     */
    Optional<Path> place(ServiceId service, String launchId) {
        if (!wanted) {
            say("launches get no control group: {}", "cgroups=false is set");
            return Optional.empty();
        }
        Optional<Path> place = groups.place(service.name(), launchId);
        if (place.isPresent()) {
            say("every launch gets a control group, like {}", place.get());
        } else {
            say("launches get no control group: {}", obstacle(service));
        }
        return place;
    }

    private String obstacle(ServiceId service) {
        return groups.obstacle().orElse(service + " cannot be the name of one");
    }

    private void say(String what, Object detail) {
        if (!what.equals(said.getAndSet(what))) {
            LOG.info(what, detail);
        }
    }

    /**
     * Makes a group that was promised; a service rather starts without one than not at all. Said
     * once, until one could be made again.
     */
    Optional<ControlGroup> create(Path place) {
        try {
            ControlGroup group = groups.create(place);
            failing.set(false);
            return Optional.of(group);
        } catch (IOException e) {
            if (!failing.getAndSet(true)) {
                LOG.warn("cannot make the control group {}; launches do without", place, e);
            }
            return Optional.empty();
        }
    }

    /** A launch lives on that an earlier agent made. */
    void adopt(Path place) {
        groups.adopt(place);
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
