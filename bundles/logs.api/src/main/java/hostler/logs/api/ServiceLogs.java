package hostler.logs.api;

import hostler.core.api.ServiceException;
import hostler.core.api.ServiceId;
import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The logs of all services, whatever backend keeps them. Any thread may call; every call blocks.
 */
@ProviderType
public interface ServiceLogs {

    /** How many lines {@link #recent} answers at the most. */
    int MAX_LINES = 10_000;

    /**
     * The newest lines, oldest first; a gap among them is a line, see {@link LogEntry.Gap#text}.
     *
     * @param count how many; at most {@value #MAX_LINES}
     * @throws ServiceException NOT_FOUND for an unknown service; UNAVAILABLE when no backend keeps
     *     the logs of its launch method, or when the thread was interrupted
     */
    List<String> recent(ServiceId id, int count) throws ServiceException;

    /** As {@link LogBackend#open}, by name; errors as {@link #recent}. */
    LogReader open(ServiceId id, int tail, boolean follow)
            throws ServiceException, InterruptedException;

    /** As {@link LogBackend#resume}, by name; errors as {@link #recent}. */
    LogReader resume(ServiceId id, String cursor, boolean follow)
            throws ServiceException, InterruptedException;

    /**
     * As {@link LogBackend#query}, by name; errors as {@link #recent}.
     *
     * @throws ServiceException also INVALID_ARGUMENT for a time that ends before it begins
     */
    LogPage query(ServiceId id, LogQuery query) throws ServiceException, InterruptedException;
}
