package hostler.logs.api;

import hostler.core.api.ServiceException;
import hostler.core.api.ServiceSpec;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Keeps what services write and reads it back. Implemented by plugins; any thread may call, every
 * call may block.
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
     * @throws ServiceException when the log cannot be read; a service that has written nothing yet
     *     is no error
     */
    LogReader open(ServiceSpec spec, int tail, boolean follow) throws ServiceException;
}
