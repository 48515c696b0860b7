package hostler.os.api;

import java.util.Collection;
import java.util.Map;
import org.osgi.annotation.versioning.ProviderType;

/** Measures what trees of processes use of the machine. */
@ProviderType
public interface ProcessMeter {

    /**
     * Measures trees in one pass over {@code /proc}, however many there are. Blocks for that pass;
     * any thread may call.
     *
     * <p>A tree is its main process with everything that descends from it, orphans included: what
     * descends from the keeper of the launch, or, of a process that another manager has put into a
     * control group of its own, the members of that group. Where there is neither, an orphan is not
     * found.
     *
     * @param mains the main process of each tree
     * @return by main process; whoever is gone is missing
     */
    Map<ProcessIdentity, TreeUsage> measure(Collection<ProcessIdentity> mains);
}
