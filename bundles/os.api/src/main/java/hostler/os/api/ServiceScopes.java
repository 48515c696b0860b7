package hostler.os.api;

import java.io.IOException;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/**
 * A scope of systemd for each service whose processes the agent starts itself: a part of the
 * control group hierarchy that is delegated to the agent, outside of the agent's own unit, so that
 * neither the end of the agent nor what systemd does to its unit touches the service. It is {@code
 * hostler-<name>.scope} in {@code hostler.slice}, the name escaped as systemd-escape(1) does; see
 * systemd.scope(5) and CGROUP_DELEGATION of systemd. A scope is there from {@link #begin} on until
 * its last process has ended. Any thread may call.
 */
@ProviderType
public interface ServiceScopes {

    /**
     * Why there are no scopes here, for people; empty: there are. Always the same answer; does not
     * block, and asks nobody.
     */
    Optional<String> obstacle();

    /**
     * Where the control group of a service's scope is or would be; makes nothing and does not
     * block.
     *
     * @return its path from the root of the hierarchy, without a leading slash; empty when systemd
     *     can have no scope of that name
     */
    Optional<String> group(String service);

    /**
     * Has the manager of units make the scope, and blocks until it is there: some milliseconds,
     * some seconds while the manager is ending an earlier one or re-executes itself. One that is
     * there already stays.
     *
     * @param group as {@link #group} answered, to whichever agent
     * @param first id of a process of the agent's user that lives until this returns; it is in the
     *     scope then, and keeps it
     * @throws IOException when the manager cannot be reached, or refuses; the message says what it
     *     said
     */
    void begin(String group, int first) throws IOException;
}
