package hostler.launcher.api;

import hostler.core.api.ServiceSpec;
import hostler.os.api.Signal;
import java.util.Optional;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Starts, finds again, observes and ends the processes of services. Implemented by plugins, called
 * by core only, on one virtual thread a service: calls for one launch never overlap, but for {@link
 * Reloading}; calls for several do. Every call may block.
 *
 * <p>A launcher keeps nothing that matters in memory. When its bundle is replaced, nothing it
 * started is touched, and the next instance is given every handle through {@link #recover}. On
 * deactivation it lets go of what it holds and calls no listener any more.
 */
@ConsumerType
public interface Launcher {

    /**
     * Checks what can be checked before a start (the program is there and executable, the user
     * exists) and says how the launch will be found again. Starts nothing, leaves nothing behind.
     *
     * @param launchId unique; letters, digits, {@code . _ -}
     * @throws LaunchException when it cannot work; the message names the key of the package.json
     */
    LaunchHandle prepare(ServiceSpec spec, String launchId) throws LaunchException;

    /**
     * Makes ready, while nobody waits for it, what a launch under a handle will need if it comes;
     * the handle is durable by now. Starts nothing of the service. Whether anything has come of
     * this nobody needs to know: {@link #launch} works without, and {@link #forget} undoes it.
     *
     * @param spec what the handle was prepared from
     * @throws LaunchException when it could not; core takes no notice
     */
    default void standBy(LaunchHandle handle, ServiceSpec spec) throws LaunchException {}

    /**
     * Starts what was prepared; the handle is durable by now. Returns when the service's own
     * program runs.
     *
     * @param listener hears its end, also if that comes before this call returns
     * @throws LaunchException when nothing runs
     */
    Launch launch(LaunchHandle handle, ServiceSpec spec, LaunchListener listener)
            throws LaunchException;

    /**
     * Finds a launch again, by its true identity; never a stranger that has its pid by now.
     * Idempotent.
     *
     * @param listener hears its end if it is adopted
     * @throws LaunchException when it cannot be told now; core asks again
     */
    Recovered recover(LaunchHandle handle, LaunchListener listener) throws LaunchException;

    /**
     * Ends a launch, paused or not: the signal, the grace, then a kill of everything that is left
     * of its tree. Returns when nothing of it lives. The listener hears the exit of the main
     * process as always. A launch that is over already is no error; what its tree left behind is
     * ended all the same.
     *
     * @throws LaunchException when something could not be ended (uninterruptible, or not
     *     permitted); names it
     */
    void stop(LaunchHandle handle, StopOrder order) throws LaunchException;

    /**
     * Sends a signal to the main process of a launch that lives; returns when it is sent.
     *
     * @throws LaunchException when there is no such process any more, it may not be signalled, or
     *     this launcher cannot send signals at all
     */
    default void signal(LaunchHandle handle, Signal signal) throws LaunchException {
        throw new LaunchException(
                LaunchException.Kind.PERMANENT,
                "the launcher '" + handle.launcher() + "' cannot send signals");
    }

    /** How it pauses launches; empty: it cannot. Always the same answer, without blocking. */
    default Optional<Pausing> pausing() {
        return Optional.empty();
    }

    /** How launches read their configuration anew; empty: it cannot. As {@link #pausing}. */
    default Optional<Reloading> reloading() {
        return Optional.empty();
    }

    /** How it tells what launches use; empty: it cannot. As {@link #pausing}. */
    default Optional<Metering> metering() {
        return Optional.empty();
    }

    /** How it sees what runs without a launch; empty: it cannot. As {@link #pausing}. */
    default Optional<Sighting> sighting() {
        return Optional.empty();
    }

    /**
     * Drops the records of a launch that is over, or never came, and of which nobody will ask
     * again. Idempotent.
     */
    void forget(LaunchHandle handle);
}
