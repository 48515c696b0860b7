package hostler.core;

import hostler.core.api.ServiceSpec;
import java.util.Optional;

/**
 * What the workspace says about a service.
 *
 * @param spec the newest good specification
 * @param removed its package.json is gone
 * @param problem what is wrong with its package.json now; {@code spec} is an older one then
 */
record PackageState(ServiceSpec spec, boolean removed, Optional<String> problem) {

    static PackageState good(ServiceSpec spec) {
        return new PackageState(spec, false, Optional.empty());
    }

    PackageState gone() {
        return new PackageState(spec, true, Optional.empty());
    }

    PackageState wrong(String what) {
        return new PackageState(spec, false, Optional.of(what));
    }

    /**
     * What is different, as an event; empty: nothing is.
     *
     * @param alive whether the service runs, so that the change waits for its next start
     */
    Optional<String> changeTo(PackageState seen, boolean alive) {
        if (!spec.equals(seen.spec)) {
            boolean same = spec.document().equals(seen.spec.document());
            String what = same ? "the agent's defaults for it changed" : "package.json changed";
            return Optional.of(
                    alive ? what + "; how it is started changes with its next start" : what);
        }
        if (removed != seen.removed) {
            return Optional.of(seen.removed ? "package.json is gone" : "package.json is back");
        }
        return problem.equals(seen.problem)
                ? Optional.empty()
                : Optional.of(
                        seen.problem
                                .map(what -> "kept as it was, because " + what)
                                .orElse("package.json is right again"));
    }
}
