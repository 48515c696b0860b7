package hostler.core.packages;

import hostler.core.api.PackageProblem;
import hostler.core.api.ServiceId;
import hostler.core.api.ServiceSpec;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** One look at the whole workspace. */
public final class WorkspaceScan {

    private WorkspaceScan() {}

    /** What was found. */
    public record Findings(
            SortedMap<ServiceId, ServiceSpec> specs,
            List<PackageProblem> problems,
            Set<ServiceId> invalid) {}

    public static Findings scan(PackageDefaults defaults) {
        return new Findings(new TreeMap<>(), List.of(), Set.of());
    }
}
