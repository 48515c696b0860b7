package hostler.logs.api;

import hostler.core.api.ServiceException;
import hostler.core.api.ServiceSpec;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Keeps what services write and reads it back. Implemented by plugins; any thread may call, every
 * call may block and ends early with an interrupt. A service whose log cannot even be there is
 * NOT_FOUND; one that has written nothing yet is no error.
 */
@ConsumerType
public interface LogBackend {

    /**
     * Opens the log of a service for reading.
     *
     * @param tail start so many lines before the end; 0: at the end, with nothing of the past
     * @param follow false: the reader ends where the log ends now; true: it goes on with what is
     *     written later, also when the service has not written anything yet
     * @return a reader that the caller closes
     * @throws ServiceException when the log cannot be read
     */
    LogReader open(ServiceSpec spec, int tail, boolean follow)
            throws ServiceException, InterruptedException;

    /**
     * Opens the log of a service where another reader has stopped, of this agent or of one before.
     *
     * @param cursor what {@link LogReader#cursor} said then. When the log has lost that place the
     *     reader begins with a {@link LogEntry.Gap}, and then gives what is left after it
     * @param follow as in {@link #open}
     * @return a reader that the caller closes
     * @throws ServiceException when the log cannot be read; INVALID_ARGUMENT when that is no cursor
     *     of this backend
     */
    LogReader resume(ServiceSpec spec, String cursor, boolean follow)
            throws ServiceException, InterruptedException;

    /**
     * Looks for lines. The time it takes grows with the log, the memory does not.
     *
     * @throws ServiceException when the log cannot be read; FAILED_PRECONDITION when this backend
     *     does not know what the filter asks about
     */
    LogPage query(ServiceSpec spec, LogQuery query) throws ServiceException, InterruptedException;
}
