package hostler.os.api;

import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/** The machine's users and groups, as its name service tells them. */
@ProviderType
public interface Accounts {

    /**
     * Resolves who a process is to run as. May block on the name service.
     *
     * @param user a name, or a number
     * @param group a name or a number; empty: the user's primary group
     * @throws UnknownAccountException when user or group does not exist. The caller refuses to
     *     start; there is never a fallback
     */
    Account resolve(String user, Optional<String> group) throws UnknownAccountException;

    /**
     * What the user database tells of a user beyond numbers; empty for one it does not have. May
     * block on the name service.
     */
    default Optional<UserEntry> entry(int uid) {
        return Optional.empty();
    }

    /** The effective uid of the agent; 0 may run processes as others. */
    int ownUid();
}
