package hostler.core;

import hostler.core.api.ServiceState;
import hostler.launcher.api.LaunchHandle;
import java.util.Optional;

/** The next step for a service. */
sealed interface Action {

    /** Find out what became of a launch. */
    record Recover(LaunchHandle handle) implements Action {}

    /** Start it. */
    record Start() implements Action {}

    /** Why something is ended. */
    enum Cause {
        /** Somebody wants it. */
        WISH,
        /** Something is wrong with it; recovery decides what comes next. */
        FAILURE,
        /** The same, and it does not react. */
        HANG
    }

    /** End it. */
    record Stop(LaunchHandle handle, String reason, Cause cause) implements Action {}

    /** End what a launch that is over has left behind. */
    record Sweep(LaunchHandle handle) implements Action {}

    /** Make it stand still. */
    record Pause(LaunchHandle handle) implements Action {}

    /** Let it go on. */
    record Resume(LaunchHandle handle) implements Action {}

    /** Forget the restarts that count against its limit: it has been well for long enough. */
    record Forgive() implements Action {}

    /**
     * Nothing can or need be done.
     *
     * @param state what it is to be called
     * @param wakeAt when to look again if nothing happens before, in ticks
     */
    record Rest(ServiceState state, String reason, Optional<Long> wakeAt) implements Action {}
}
