package hostler.core.api;

import java.time.Instant;

/**
 * One thing that happened to a service, or was decided about it.
 *
 * @param sequence grows by one with every event of this agent run; a jump means events were dropped
 * @param at wall clock, a stamp only
 * @param kind what sort of thing
 * @param message evidence and decision, in one sentence
 * @param status the service right after it
 */
public record ServiceEvent(
        long sequence, Instant at, Kind kind, String message, ServiceStatus status) {

    /** What sort of thing happened. */
    public enum Kind {
        /** Its package.json was found, changed or removed, or is wrong now. */
        PACKAGE,
        /** Somebody commanded it. */
        COMMAND,
        /** Its state changed. */
        STATE,
        /** Its process ended. */
        EXIT,
        /** Its verdict changed, or it became ready. */
        HEALTH,
        /** Recovery decided something: restart now, wait, give up. */
        RECOVERY,
        /** A process was taken over after the agent's or a launcher's return. */
        ADOPTION
    }

    public ServiceId service() {
        return status.id();
    }
}
