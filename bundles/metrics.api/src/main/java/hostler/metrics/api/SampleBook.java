package hostler.metrics.api;

import hostler.core.api.ServiceException;
import hostler.core.api.ServiceId;
import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The last sample of the machine and of its services. All who read share one pass per interval; no
 * call measures anything, and none blocks. Any thread may call.
 */
@ProviderType
public interface SampleBook {

    /**
     * The machine, as of the last pass.
     *
     * @throws ServiceException UNAVAILABLE when there is no sample, FAILED_PRECONDITION when the
     *     configuration wants none; the message says why
     */
    HostSample host() throws ServiceException;

    /**
     * One service, as of the last pass.
     *
     * @throws ServiceException NOT_FOUND when there is no such service, else as {@link #host}
     */
    ServiceSample service(ServiceId id) throws ServiceException;

    /**
     * All services, sorted by name, as of the last pass.
     *
     * @throws ServiceException as {@link #host}
     */
    List<ServiceSample> services() throws ServiceException;
}
