package hostler.commands.api;

import java.time.Duration;
import java.time.Instant;

/**
 * What is known of a command.
 *
 * @param startedAt by the wall clock, a stamp only
 * @param duration from its start until now, or its end
 */
public record CommandStatus(String id, State state, Instant startedAt, Duration duration) {

    /** Where a command stands. */
    public enum State {
        RUNNING,
        PAUSED,
        /** It was killed because somebody asked for that, or because its reader has gone. */
        CANCELLED,
        /** It is over for any other reason. */
        FINISHED
    }
}
