package hostler.launcher.direct;

import hostler.launcher.api.LaunchException;
import hostler.os.api.ControlGroup;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The control group of one launch, where it has one; nothing happens where it has none. */
record LaunchGroup(String launchId, Optional<ControlGroup> group) {
    private static final Logger LOG = LoggerFactory.getLogger(LaunchGroup.class);

    /** How long it may take to freeze before that is worth a line. */
    private static final Duration FREEZE_PATIENCE = Duration.ofSeconds(2);

    /** How long the kernel may take to kill them before they are looked for one by one. */
    private static final Duration KILL_PATIENCE = Duration.ofSeconds(1);

    boolean exists() {
        return group.isPresent();
    }

    /**
     * Makes all members stand still. Who sleeps in the kernel stands still already and is frozen
     * when it wakes up, so a group that is not frozen after a while gets no stop signals on top:
     * they would not arrive earlier. Who was allowed to leave the group, and did, goes on.
     */
    void freeze() throws LaunchException {
        try {
            if (group.isPresent() && !group.get().freeze(FREEZE_PATIENCE)) {
                LOG.warn(
                        "not all of launch {} stands still yet: a process sleeps in the kernel and"
                                + " is frozen when it wakes up",
                        launchId);
            }
        } catch (IOException e) {
            throw cannot("freeze", e);
        }
    }

    /** Lets all members go on. */
    void thaw() throws LaunchException {
        try {
            if (group.isPresent()) {
                group.get().thaw();
            }
        } catch (IOException e) {
            throw cannot("thaw", e);
        }
    }

    /**
     * Kills all members at one blow, so that nobody forks meanwhile, and waits until they are gone.
     * Who cannot be killed so is still in the process table, and so is who left.
     */
    void kill() {
        try {
            if (group.isPresent()) {
                group.get().kill(KILL_PATIENCE);
            }
        } catch (IOException e) {
            LOG.warn(
                    "cannot kill the control group of launch {} at once; its processes are killed"
                            + " one by one",
                    launchId,
                    e);
        }
    }

    private LaunchException cannot(String what, IOException e) {
        return new LaunchException(
                LaunchException.Kind.TRANSIENT,
                "cannot " + what + " the control group of launch " + launchId + ": " + e,
                e);
    }
}
