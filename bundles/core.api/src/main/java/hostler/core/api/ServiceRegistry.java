package hostler.core.api;

import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/** The services of this machine, to read. Every answer is a snapshot; no call blocks. */
@ProviderType
public interface ServiceRegistry {

    /** All known services, sorted by name. */
    List<ServiceStatus> list();

    Optional<ServiceStatus> find(ServiceId id);

    /** What is wrong with the package.json files of the workspace now, sorted by file and line. */
    List<PackageProblem> problems();

    /** Whether recovery after the agent's start and the first look at the workspace are done. */
    boolean settled();
}
