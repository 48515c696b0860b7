package hostler.core.api;

import java.util.List;
import java.util.function.Consumer;
import org.osgi.annotation.versioning.ProviderType;

/** What happened, in order; the answer to "why". */
@ProviderType
public interface ServiceEvents {

    /**
     * The newest events of one service, oldest first; at most {@code limit}, and bounded by what is
     * kept.
     */
    List<ServiceEvent> history(ServiceId id, int limit);

    /**
     * Tells every event from now on. Each subscriber has a bounded queue and a thread of its own:
     * it may block, it delays nobody, and when it falls behind the oldest events are dropped (the
     * sequence shows it). What the subscriber throws is logged.
     */
    Subscription subscribe(Consumer<ServiceEvent> subscriber);

    /** Ends a subscription; idempotent. */
    @ProviderType
    interface Subscription extends AutoCloseable {
        @Override
        void close();
    }
}
