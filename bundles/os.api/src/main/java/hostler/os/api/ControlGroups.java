package hostler.os.api;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The cgroup v2 hierarchy, as far as this agent may use it; see cgroups(7) and the kernel's
 * cgroup-v2.rst. Where it cannot be used everything works without.
 */
@ProviderType
public interface ControlGroups {

    /** Why no group can be made here, for people; empty: one can. Always the same answer. */
    Optional<String> obstacle();

    /**
     * Where a group of this name is or would be; does not block, makes nothing.
     *
     * @param name unambiguous on this machine; {@code [A-Za-z0-9._-]+}
     * @throws IllegalStateException where there is an {@link #obstacle}
     */
    Path place(String name);

    /**
     * The group at a place, made if it is not there.
     *
     * @throws IOException when it cannot be made
     */
    ControlGroup create(Path place) throws IOException;

    /** The group at a place; empty when there is none. */
    Optional<ControlGroup> find(Path place);
}
