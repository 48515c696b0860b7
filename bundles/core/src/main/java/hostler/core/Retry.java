package hostler.core;

import java.time.Instant;

/** What recovery has decided about a service that is down and should run. */
sealed interface Retry {
    Retry NONE = new None();

    /** Nothing went wrong: start it. */
    record None() implements Retry {}

    /**
     * Start it again.
     *
     * @param due when, in ticks
     * @param at when, by the wall clock of the decision; a stamp only
     * @param counts whether that is a restart which counts against the limit
     */
    record At(long due, Instant at, String reason, boolean counts) implements Retry {}

    /**
     * Leave it down until somebody commands it or its package changes.
     *
     * @param completed it ended of its own accord, with success
     */
    record Never(String reason, boolean completed) implements Retry {}
}
