package hostler.core.api;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What a package.json asks for, with the agent's defaults filled in: complete, validated,
 * immutable. Two equal specifications have equal digests.
 *
 * @param id the service's name
 * @param version as written; empty when the file names none
 * @param description as written; may be empty
 * @param source the absolute path of the package.json
 * @param document the file's JSON, as read (the wire's {@code PackItem.schema})
 * @param startup how it is started and stopped
 * @param healthCheck how it is judged; empty: alive is healthy
 * @param dependencies what must be ready before it starts, in order of writing, without duplicates
 * @param recovery when it is brought back
 * @param logging where its output goes
 * @param autostart whether it starts when nobody has said anything about it yet
 * @param configuration the files that may be changed through the agent
 */
public record ServiceSpec(
        ServiceId id,
        String version,
        String description,
        Path source,
        String document,
        Startup startup,
        Optional<HealthCheck> healthCheck,
        List<ServiceId> dependencies,
        Recovery recovery,
        Logging logging,
        boolean autostart,
        ServiceConfiguration configuration) {

    /** A service without configuration files. */
    public ServiceSpec(
            ServiceId id,
            String version,
            String description,
            Path source,
            String document,
            Startup startup,
            Optional<HealthCheck> healthCheck,
            List<ServiceId> dependencies,
            Recovery recovery,
            Logging logging,
            boolean autostart) {
        this(
                id,
                version,
                description,
                source,
                document,
                startup,
                healthCheck,
                dependencies,
                recovery,
                logging,
                autostart,
                ServiceConfiguration.NONE);
    }

    public ServiceSpec {
        dependencies = List.copyOf(dependencies);
    }

    /** The directory that holds the package.json. */
    public Path directory() {
        Path parent = source.getParent();
        return parent == null ? source : parent;
    }
}
