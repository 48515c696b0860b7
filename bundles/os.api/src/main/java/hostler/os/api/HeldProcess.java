package hostler.os.api;

import org.osgi.annotation.versioning.ProviderType;

/** A process held by a descriptor: a signal through it can never reach a stranger. */
@ProviderType
public interface HeldProcess extends AutoCloseable {

    /** Who it is. */
    ProcessIdentity identity();

    /** Whether it has not ended yet. */
    boolean alive();

    /**
     * Sends a signal (pidfd_send_signal(2)); does not block.
     *
     * @return false when the process was gone already
     * @throws SecurityException when the agent may not signal it
     */
    boolean send(Signal signal);

    /** Lets go: no notice of its exit any more. The process itself is not touched. Idempotent. */
    @Override
    void close();
}
