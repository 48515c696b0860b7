package hostler.health.api;

import org.osgi.annotation.versioning.ConsumerType;

/** Is told when the verdict of a service changes. Implemented by plugins. */
@ConsumerType
public interface HealthNotifier {

    /**
     * A verdict changed; the first one of a launch counts. Called on a thread of this notifier's
     * own, one change at a time and in order; it may block. While it does, at most 1,000 changes
     * wait, then the oldest are dropped. What it throws is logged.
     */
    void changed(HealthChange change);
}
