package hostler.core.api;

import java.time.Duration;
import java.util.Optional;

/** How a service tells that it is ready. */
public sealed interface Readiness {

    /** Its health check passes for the first time; without one it is ready as soon as it runs. */
    record Check() implements Readiness {}

    /**
     * A line of its output contains a text.
     *
     * @param text taken literally; not empty
     */
    record LogLine(String text) implements Readiness {}

    /**
     * It says {@code READY=1} through sd_notify(3).
     *
     * @param watchdog how long it may go without {@code WATCHDOG=1}; empty: it is not watched
     */
    record Notify(Optional<Duration> watchdog) implements Readiness {}
}
