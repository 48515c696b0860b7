package hostler.logs.api;

import hostler.core.api.ServiceException;
import java.time.Duration;
import java.util.Optional;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Reads a log forward, line by line. The reader pulls: a slow one costs nobody else anything. For
 * one thread at a time; {@link #close} may be called by any.
 */
@ConsumerType
public interface LogReader extends AutoCloseable {

    /**
     * The next line, or where lines are missing.
     *
     * @param patience how long to wait for one; zero: only what is there
     * @return empty when the time has passed, or at the end: see {@link #ended}
     * @throws ServiceException when the log cannot be read any more
     */
    Optional<LogEntry> next(Duration patience) throws ServiceException, InterruptedException;

    /**
     * Whether no line will ever come: the log was read to its end and is not followed, or it was
     * closed.
     */
    boolean ended();

    /**
     * Where another reader goes on: after what {@link #next} has given last, or where this one
     * began. Of the backend's own making, at most 1 KiB; empty while there is no such place.
     */
    Optional<String> cursor();

    @Override
    void close();
}
