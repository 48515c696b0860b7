package hostler.os.api;

import org.osgi.annotation.versioning.ProviderType;

/**
 * A process whose output the agent reads itself, and which does not outlive it: its keeper kills
 * everything of the launch when the agent lets go of it, or dies. Holds three descriptors until it
 * is closed. Any thread may call.
 */
@ProviderType
public interface AttachedLaunch extends AutoCloseable {

    /** Who it is. */
    BirthRecord birth();

    /** What it writes to stdout. */
    OutputPipe out();

    /** What it writes to stderr. */
    OutputPipe err();

    /**
     * Has the keeper kill everything of the launch; does not wait for that. What was written can be
     * read to the end still. Idempotent.
     */
    void letGo();

    /** {@link #letGo}, and nobody reads any more: who waits for output is told the end. */
    @Override
    void close();
}
