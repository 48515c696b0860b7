package hostler.registrar.api;

import java.time.Instant;

/** How an announcement stands. */
public sealed interface Registration {

    /** Since when, a stamp only. */
    Instant since();

    /**
     * Others see this agent as it is.
     *
     * @param address what they dial: {@code IP:PORT}
     */
    record Registered(Instant since, String address) implements Registration {}

    /**
     * It was registered, and at the moment that can be neither renewed nor brought up to date;
     * others may still see it as it was.
     *
     * @param reason one sentence: what does not work, where, and what to do
     */
    record Unconfirmed(Instant since, Cause cause, String reason) implements Registration {}

    /**
     * It is not registered, as far as the agent knows.
     *
     * @param reason one sentence: why, and what to do
     */
    record Absent(Instant since, Cause cause, String reason) implements Registration {}

    /** Why not; says who can change it. */
    enum Cause {
        /** The operator does not want it. */
        DISABLED,
        /** It is being prepared: the agent looks at its services first. */
        STARTING,
        /** The agent listens on no address that others could dial. */
        NO_ADDRESS,
        /** The place does not answer; tried again until it does. */
        UNREACHABLE,
        /** The place does not accept who this agent is; tried again now and then. */
        DENIED,
        /** Another agent holds this agent's code or address, and is left alone. */
        CONFLICT,
        /** The place has no room; tried again until it has. */
        FULL,
        /** The place refuses for another reason; tried again. */
        REFUSED
    }
}
