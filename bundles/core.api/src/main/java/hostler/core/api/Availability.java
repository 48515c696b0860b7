package hostler.core.api;

import java.util.Optional;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * What a plugin that needs something of the machine registers beside its own service: whether that
 * is there. It is shown beside the plugin; whoever asks the plugin all the same is refused with the
 * same reason.
 */
@ConsumerType
public interface Availability {

    /**
     * What is missing, as a sentence for people; empty: nothing is. Any thread may ask, at any
     * time; without blocking.
     */
    Optional<String> obstacle();
}
