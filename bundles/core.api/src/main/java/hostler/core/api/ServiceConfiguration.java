package hostler.core.api;

import hostler.os.api.Signal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The configuration files a package.json declares for its service: these may be read and changed
 * through the agent, and no others.
 *
 * @param files the main file, then every template's destination, in order of writing; no path twice
 * @param effect what a change of them does to the running service
 * @param soak how long the service is watched after a change before it counts as good; empty: as
 *     the agent's configuration says
 */
public record ServiceConfiguration(
        List<DeclaredFile> files, Effect effect, Optional<Duration> soak) {

    /** No files, so nothing to change. */
    public static final ServiceConfiguration NONE =
            new ServiceConfiguration(List.of(), new Effect.Restarted(), Optional.empty());

    public ServiceConfiguration {
        files = List.copyOf(files);
    }

    /**
     * A file that may be changed.
     *
     * @param path absolute and normalized
     * @param format how its syntax is checked before it is written
     */
    public record DeclaredFile(Path path, Format format) {}

    /** A syntax that can be checked. */
    public enum Format {
        JSON,
        YAML,
        TOML,
        INI,
        /** Of {@link java.util.Properties}. */
        PROPERTIES,
        /** Any other: nothing is checked. */
        PLAIN
    }

    /** What a change does to a service that runs; one that does not run is left alone. */
    public sealed interface Effect {

        /** Nothing: the service looks at its files itself. */
        record Nothing() implements Effect {}

        /** It is reloaded, as {@link ServiceControl#reload} says. */
        record Reloaded() implements Effect {}

        /** Its main process gets a signal. */
        record Signalled(Signal signal) implements Effect {}

        /** It is stopped and started again. */
        record Restarted() implements Effect {}
    }
}
