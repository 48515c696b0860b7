package hostler.logs.api;

import hostler.core.api.ServiceException;
import hostler.core.api.ServiceId;
import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/** The logs of all services, whatever backend keeps them. */
@ProviderType
public interface ServiceLogs {

    /** How many lines {@link #recent} answers at the most. */
    int MAX_LINES = 10_000;

    /**
     * The newest lines, oldest first.
     *
     * @param count how many; at most {@value #MAX_LINES}
     * @throws ServiceException NOT_FOUND for an unknown service; UNAVAILABLE when no backend keeps
     *     the logs of its launch method
     */
    List<String> recent(ServiceId id, int count) throws ServiceException;

    /** As {@link LogBackend#open}, by name; errors as {@link #recent}. */
    LogReader open(ServiceId id, int tail, boolean follow) throws ServiceException;
}
