package hostler.health.api;

import hostler.core.api.ServiceException;
import hostler.core.api.ServiceId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/** What the checks have found, to read. */
@ProviderType
public interface HealthBook {

    /** The health of every known service, sorted by name; does not block. */
    List<ServiceHealth> list();

    /**
     * The health of one service: the last evidence; only where there is none a check is run, so it
     * may block for the check's timeout.
     *
     * @throws ServiceException NOT_FOUND
     */
    ServiceHealth find(ServiceId id) throws ServiceException;

    /**
     * The newest checks of a service, newest first, at most {@code limit}; kept over its restarts.
     * When there is none yet, one fresh check is run (contract: GetHealthHistory), so it may block.
     *
     * @throws ServiceException NOT_FOUND
     */
    List<HealthEntry> history(ServiceId id, int limit) throws ServiceException;

    /**
     * Checks a service at once and then at least every {@code interval}, launch after launch, until
     * the watch is closed; what is found counts as ever. Meant for the minutes after somebody
     * changed something. Does not block; any thread may call.
     *
     * @throws ServiceException NOT_FOUND
     */
    CloseWatch watchClosely(ServiceId id, Duration interval) throws ServiceException;

    /** Somebody looks closely. */
    @ProviderType
    interface CloseWatch extends AutoCloseable {

        /** The newest check of the launch that runs now; empty when there is none yet. */
        Optional<HealthEntry> last();

        /** Back to the service's own interval; idempotent. */
        @Override
        void close();
    }
}
