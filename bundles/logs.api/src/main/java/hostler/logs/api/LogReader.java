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
     * The next line without its line feed; invalid UTF-8 is replaced, a line beyond 64 KiB comes in
     * pieces.
     *
     * @param patience how long to wait for one; zero: only what is there
     * @return empty when the time has passed, or at the end: see {@link #ended}
     * @throws ServiceException when the log cannot be read any more
     */
    Optional<String> next(Duration patience) throws ServiceException, InterruptedException;

    /**
     * Whether no line will ever come: the log was read to its end and is not followed, or it was
     * closed.
     */
    boolean ended();

    @Override
    void close();
}
