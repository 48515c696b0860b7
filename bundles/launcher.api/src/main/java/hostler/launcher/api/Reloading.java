package hostler.launcher.api;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * A launcher's ability to have what runs read its configuration anew. Called as the {@link
 * Launcher} itself: by core only, never twice at a time for one launch. May block; meanwhile the
 * launcher may be called about the same launch, so that a service can be stopped whose reload
 * hangs. The reload ends soon then, or when its thread is interrupted.
 */
@ConsumerType
public interface Reloading {

    /**
     * Has a launch read its configuration anew, in the same processes. Returns when that is done,
     * as far as the service lets anybody know.
     *
     * @throws LaunchException PERMANENT when this service knows no such thing; TRANSIENT when it
     *     does not run, or has failed at it: it then goes on as it was, as far as is known
     */
    void reload(LaunchHandle handle) throws LaunchException;
}
