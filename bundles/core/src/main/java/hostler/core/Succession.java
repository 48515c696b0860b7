package hostler.core;

import hostler.launcher.api.LaunchHandle;
import java.util.Optional;

/**
 * A launch that is over, and the one that takes its place before it is known how it ended. Confined
 * to the service's reconciler.
 */
final class Succession {
    private Optional<LaunchHandle> predecessor = Optional.empty();
    private boolean open;

    /** A launch is over, and its place is to be taken. */
    void begin(LaunchHandle gone) {
        predecessor = Optional.of(gone);
        open = true;
    }

    /** The launch of which it is not known how it ended. */
    Optional<LaunchHandle> predecessor() {
        return predecessor;
    }

    /** Takes the place; false when there is none to be taken. */
    boolean take() {
        boolean taken = open;
        open = false;
        return taken;
    }

    /**
     * It is known how the predecessor ended.
     *
     * @return whether its place has been taken
     */
    boolean explained() {
        predecessor = Optional.empty();
        return !open;
    }
}
