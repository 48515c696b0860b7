package hostler.launcher.api;

import hostler.core.api.ServiceSpec;
import java.util.Optional;
import java.util.function.Consumer;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * A launcher's ability to see that what a package names runs although no launch of it does: a unit
 * that somebody has started by hand. A {@link Launcher#launch} then takes it over as it is. Called
 * by core only, while no launch of the service lives; both calls may block.
 */
@ConsumerType
public interface Sighting {

    /**
     * Begins to look.
     *
     * @param seen told what runs, for people ("web.service runs as process 4711"), or that nothing
     *     does; first before this returns, then whenever that has changed. On a thread of the
     *     launcher: it must not block
     * @throws LaunchException when it cannot be looked at now
     */
    Lookout look(ServiceSpec spec, Consumer<Optional<String>> seen) throws LaunchException;

    /** Looks on until it is closed; then nothing is told any more. */
    interface Lookout extends AutoCloseable {
        @Override
        void close();
    }
}
