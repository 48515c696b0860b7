package hostler.launcher.api;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * A launcher's ability to say what a launch uses of the machine. Called on any thread, for several
 * launches at once. May block.
 */
@ConsumerType
public interface Metering {

    /**
     * What the whole tree of a launch uses; of a launch that is over nothing is known.
     *
     * @throws LaunchException TRANSIENT when nobody could be asked
     */
    Usage usage(LaunchHandle handle) throws LaunchException;
}
