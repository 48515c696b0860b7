package hostler.core.api;

import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/** What the process that is started becomes. */
public sealed interface ServiceKind {

    /** It is the service, for as long as the service runs. */
    record Simple() implements ServiceKind {}

    /**
     * It leaves a daemon behind, which is the service, and exits with code 0.
     *
     * @param pidFile where the daemon writes its process id, absolute; empty: it is the one process
     *     that is left. Either is believed of a process of this launch only
     */
    record Forking(Optional<Path> pidFile) implements ServiceKind {}

    /**
     * It does something once and ends: a task. It is never ready while it runs; when it has
     * succeeded it is {@link ServiceState#COMPLETED}, and what depends on it may start.
     *
     * @param successCodes exit codes that say so
     */
    record OneShot(Set<Integer> successCodes) implements ServiceKind {
        public OneShot {
            successCodes = Set.copyOf(successCodes);
        }
    }
}
