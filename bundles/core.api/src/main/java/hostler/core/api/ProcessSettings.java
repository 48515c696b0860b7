package hostler.core.api;

import hostler.os.api.ResourceLimit;
import java.util.List;

/**
 * What the kernel grants the process of a service, beside its user.
 *
 * @param umask mode bits that files it creates do not get, for example 022
 * @param limits of setrlimit(2); a resource that is not named keeps the agent's limits
 * @param groups supplementary groups, by name or number, added to those of its user
 */
public record ProcessSettings(int umask, List<ResourceLimit> limits, List<String> groups) {

    /** Where a package says nothing: umask 022, the agent's limits, the groups of the user. */
    public static final ProcessSettings DEFAULT = new ProcessSettings(022, List.of(), List.of());

    public ProcessSettings {
        limits = List.copyOf(limits);
        groups = List.copyOf(groups);
    }
}
