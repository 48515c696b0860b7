package hostler.console;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/** States and lengths of time as people read them. */
final class Words {
    private static final long MINUTE = 60;
    private static final long HOUR = 60 * MINUTE;
    private static final long DAY = 24 * HOUR;

    private Words() {}

    /** RUNNING as "running". */
    static String word(Enum<?> state) {
        return state.name().toLowerCase(Locale.ROOT);
    }

    /** The time since then by the wall clock: "3d4h", "5m12s", "42s"; never negative. */
    static String age(Instant then) {
        return span(Duration.between(then, Instant.now()));
    }

    /** A length of time in its two largest units. */
    static String span(Duration span) {
        long seconds = Math.max(0, span.toSeconds());
        if (seconds >= DAY) {
            return seconds / DAY + "d" + seconds % DAY / HOUR + "h";
        }
        if (seconds >= HOUR) {
            return seconds / HOUR + "h" + seconds % HOUR / MINUTE + "m";
        }
        return seconds >= MINUTE ? seconds / MINUTE + "m" + seconds % MINUTE + "s" : seconds + "s";
    }
}
