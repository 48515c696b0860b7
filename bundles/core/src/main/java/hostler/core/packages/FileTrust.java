package hostler.core.packages;

import hostler.core.api.ServiceSpec;
import java.util.Optional;
import java.util.Set;

/**
 * Who may say what runs, as sudo(8) and cron(8) see it: whoever can write a package.json commands
 * the user its service runs as. Only an agent that is root can give a service more rights than the
 * file's writers have.
 */
final class FileTrust {
    private static final Set<String> ROOT = Set.of("root", "0");

    private final boolean agentIsRoot;

    FileTrust(boolean agentIsRoot) {
        this.agentIsRoot = agentIsRoot;
    }

    /** Why a package must not be taken from its file; empty when it may. */
    Optional<String> objection(PackageSource source, ServiceSpec spec) {
        if (!agentIsRoot) {
            return Optional.empty();
        }
        if (source.writableByOthers()) {
            return Optional.of(
                    "everybody may write this file, and the agent is root; chmod o-w it");
        }
        if (source.owner() != 0 && runsAsRoot(spec)) {
            return Optional.of(
                    "owned by user "
                            + source.owner()
                            + ", and the service would run as root; chown the file to root, or"
                            + " name another startup.user");
        }
        return Optional.empty();
    }

    private static boolean runsAsRoot(ServiceSpec spec) {
        return spec.startup().user().map(ROOT::contains).orElse(true);
    }
}
