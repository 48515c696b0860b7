package hostler.commands.api;

import hostler.core.api.ServiceException;
import hostler.os.api.ExitStatus;
import org.osgi.annotation.versioning.ProviderType;

/** A command, for the one who has started it and reads its output. */
@ProviderType
public interface RunningCommand extends AutoCloseable {

    /** Unique, and hard to guess. */
    String id();

    /** What it writes to stdout. */
    CommandOutput out();

    /** What it writes to stderr. */
    CommandOutput err();

    /**
     * Blocks until the command and everything it has started is over and both outputs were read to
     * their ends. What the shell leaves in the background when it ends has two seconds to end, too,
     * and is killed then.
     *
     * @return how the shell ended
     * @throws ServiceException DEADLINE_EXCEEDED after {@code command.timeout}, and a little later
     *     when the output is not read; RESOURCE_EXHAUSTED when it wrote more than {@code
     *     command.max_output}; UNAVAILABLE when it was closed here, or this service stops. In all
     *     these cases everything of it is killed
     */
    ExitStatus await() throws ServiceException, InterruptedException;

    /**
     * Has everything of it killed, which this does not wait for, and gives up its outputs, which
     * end for whoever reads them. A command that is over is not touched. Idempotent; any thread may
     * call.
     */
    @Override
    void close();
}
