package hostler.os.api;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The processes of the machine, read from {@code /proc}. Every call may block for a pass over it.
 */
@ProviderType
public interface ProcessTable {

    /** The kernel's boot id. */
    String bootId();

    /** Who a pid is now; empty when there is no such process. A zombie is still one. */
    Optional<ProcessIdentity> identify(int pid);

    /** Whether this very process lives (a zombie does not). */
    boolean alive(ProcessIdentity identity);

    /** When a process started, by the wall clock of now; empty when it is gone. */
    Optional<Instant> startedAt(ProcessIdentity identity);

    /**
     * Whether the keeper of a launch lives and has no live child, which proves that nothing of the
     * launch lives: it inherits every orphan. Cheap. False says nothing.
     */
    boolean deserted(BirthRecord launch);

    /**
     * Every live process of a launch, found in one pass: descendants of its keeper, members of the
     * main process's session, and whoever carries the launch's cookie in the environment. The
     * keeper itself is not part of it. Of a {@link #deserted} launch there is none, which is
     * answered without a pass.
     */
    Set<ProcessIdentity> tree(BirthRecord launch);
}
