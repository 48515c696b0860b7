package hostler.core;

import hostler.core.api.ServiceId;
import java.util.List;
import java.util.Optional;

/**
 * What the services around one mean for it.
 *
 * @param cycle the dependency cycle that keeps it from starting
 * @param obstacles dependencies that are not ready, each with what it is instead: "db (stopped)"
 * @param stopFirst dependents that are on their way down and must be down before it
 */
record Neighbours(Optional<String> cycle, List<String> obstacles, List<ServiceId> stopFirst) {
    static final Neighbours NONE = new Neighbours(Optional.empty(), List.of(), List.of());
}
