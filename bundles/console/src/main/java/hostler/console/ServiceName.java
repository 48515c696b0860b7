package hostler.console;

import hostler.core.api.ServiceException;
import hostler.core.api.ServiceId;

/** Reads the names that are typed. */
final class ServiceName {
    private ServiceName() {}

    /**
     * The service of a name.
     *
     * @throws ServiceException NOT_FOUND for what cannot be a name
     */
    static ServiceId parse(String name) throws ServiceException {
        if (!ServiceId.isValid(name)) {
            throw ServiceException.notFound(name);
        }
        return new ServiceId(name);
    }
}
