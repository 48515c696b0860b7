package hostler.launcher.api;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * A launcher's ability to make launches stand still. Called as the {@link Launcher} itself: by core
 * only, never twice at a time for one launch. A pause is the machine's, not the launcher's: it
 * lasts when the launcher is replaced, and the next one resumes it. Both calls may block.
 */
@ConsumerType
public interface Pausing {

    /**
     * Makes the whole tree of a launch stand still; returns when no process of it was found that
     * has not been told. Of a launch that is paused or over this is no error.
     *
     * @throws LaunchException when it cannot be done; the launch may be paused in part, and {@link
     *     #resume} undoes that
     */
    void pause(LaunchHandle handle) throws LaunchException;

    /**
     * Lets the whole tree of a launch go on. Of a launch that is not paused, or over, this is no
     * error.
     *
     * @throws LaunchException when a process of it cannot be told
     */
    void resume(LaunchHandle handle) throws LaunchException;
}
