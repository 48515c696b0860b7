package hostler.commands.api;

import hostler.core.api.ServiceException;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Runs shell commands for somebody who reads what they write. A command lives no longer than its
 * reader, this service or the agent, and neither does anything it has started. Any thread may call.
 */
@ProviderType
public interface Commands {

    /**
     * Starts {@code sh -c} in a session of its own, as the user of {@code command.user}; blocks for
     * some milliseconds.
     *
     * @return what the caller closes
     * @throws ServiceException PERMISSION_DENIED when {@code command.enabled} does not hold and no
     *     administrator asks; INVALID_ARGUMENT for a text no shell can be given; RESOURCE_EXHAUSTED
     *     when {@code command.max_concurrent} run; FAILED_PRECONDITION when {@code command.user}
     *     cannot be had; UNAVAILABLE when the machine is short of something. Nothing was started
     */
    RunningCommand start(CommandRequest request) throws ServiceException;

    /**
     * What became of a command: of each that runs, and of the continuous ones that ended last.
     *
     * @throws ServiceException NOT_FOUND for any other
     */
    CommandStatus status(String id) throws ServiceException;

    /**
     * Does something to everything a command has started. What holds already is no error. Blocks
     * until all stand still when that is what is asked for; of a cancelled command the reader is
     * told when it is over.
     *
     * @param by who asks, for the record
     * @throws ServiceException NOT_FOUND as {@link #status}; FAILED_PRECONDITION when it is over;
     *     INTERNAL when its processes cannot be reached
     */
    void signal(String id, CommandSignal signal, String by) throws ServiceException;
}
