package hostler.configs.api;

import hostler.core.api.ServiceException;
import hostler.core.api.ServiceId;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Consumer;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The configuration files of services: exactly those their packages declare. Every call blocks for
 * the disk; any thread may call.
 */
@ProviderType
public interface ServiceConfigs {

    /**
     * The files as they are now; a declared one that does not exist is left out.
     *
     * @throws ServiceException NOT_FOUND; INTERNAL when a file cannot be read, is too long, or is
     *     no UTF-8, with its name and the reason
     */
    ConfigSet get(ServiceId id) throws ServiceException;

    /**
     * What {@link #apply} would do.
     *
     * @throws ServiceException NOT_FOUND; INTERNAL when a file cannot be read
     */
    ConfigPlan plan(ServiceId id, List<ConfigText> files, ConfigTerms terms)
            throws ServiceException;

    /**
     * Changes files, all of them or none: checks everything, writes, does to the service what its
     * package says, watches it, and puts everything back when it does not become or stay ready.
     * Files of the package that are not named stay as they are. Whatever ends the agent meanwhile,
     * afterwards the files are exactly the old or exactly the new ones.
     *
     * <p>Returns when the outcome is certain. The change goes on when the caller is interrupted.
     *
     * @param progress is told what is being done, a line at a time, on another thread
     * @throws ServiceException NOT_FOUND; UNAVAILABLE when the agent ends meanwhile: then the files
     *     are put back at its next start
     */
    ConfigOutcome apply(
            ServiceId id, List<ConfigText> files, ConfigTerms terms, Consumer<String> progress)
            throws ServiceException, InterruptedException;

    /**
     * Makes the files be what they were in a version, those removed that were not there.
     *
     * @param version empty: the one before the newest
     * @throws ServiceException as {@link #apply}; NOT_FOUND also when there is no such version
     */
    ConfigOutcome rollback(
            ServiceId id, OptionalInt version, ConfigTerms terms, Consumer<String> progress)
            throws ServiceException, InterruptedException;

    /**
     * The versions that are kept, newest first.
     *
     * @throws ServiceException NOT_FOUND; INTERNAL when the history cannot be read
     */
    List<ConfigVersion> history(ServiceId id) throws ServiceException;

    /**
     * The files of a version.
     *
     * @throws ServiceException NOT_FOUND; INTERNAL when the history cannot be read
     */
    ConfigSet version(ServiceId id, int number) throws ServiceException;

    /**
     * Forgets which contents were put back, so that they are tried again.
     *
     * @return how many there were
     * @throws ServiceException NOT_FOUND; INTERNAL when the disk refuses
     */
    int allow(ServiceId id, String by) throws ServiceException;

    /**
     * The same texts with everything masked that looks like a secret, for those who may not see it.
     * Masked text never comes back as content: {@link #apply} refuses it.
     */
    List<ConfigText> masked(ServiceId id, List<ConfigText> files);
}
