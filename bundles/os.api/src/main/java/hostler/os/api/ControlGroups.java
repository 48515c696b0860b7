package hostler.os.api;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The cgroup v2 hierarchy, as far as this agent may use it; see cgroups(7) and the kernel's
 * cgroup-v2.rst. Where systemd runs the machine, that is what it delegates, see {@link
 * ServiceScopes}. Where it cannot be used everything works without.
 */
@ProviderType
public interface ControlGroups {

    /**
     * Why no group can be made here now, for people; empty: one can. On a machine that systemd runs
     * it blocks some seconds for what speaks to systemd to arrive; elsewhere it does not, and has
     * always the same answer.
     */
    Optional<String> obstacle();

    /**
     * Where a group is or would be; makes nothing. Blocks as {@link #obstacle} does.
     *
     * @param service name of the service that a launch is of
     * @param name unambiguous on this machine; {@code [A-Za-z0-9._-]+}
     * @return empty where there is an {@link #obstacle}
     */
    Optional<Path> place(String service, String name);

    /**
     * The group at a place, made if it is not there; until it is removed, another one beside it is
     * made without waiting for anybody. Blocks as {@link ServiceScopes#begin} does when it is the
     * first of its service.
     *
     * @throws IOException when it cannot be made
     */
    ControlGroup create(Path place) throws IOException;

    /** The group at a place; empty when there is none. */
    Optional<ControlGroup> find(Path place);

    /**
     * Of a group that an earlier agent has made: from now on it is as after {@link #create}. Does
     * not wait for that; where there is no such group nothing happens.
     */
    void adopt(Path place);
}
