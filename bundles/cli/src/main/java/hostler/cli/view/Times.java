package hostler.cli.view;

import com.google.protobuf.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;

/** Times as people read them; formatted by hand, because java.time's formatter is slow to load. */
public final class Times {
    private Times() {}

    public static Instant instant(Timestamp stamp) {
        return Instant.ofEpochSecond(stamp.getSeconds(), stamp.getNanos());
    }

    /** A length of time in its two largest units: "3d4h", "5m12s", "42s", "130ms". */
    public static String span(Duration span) {
        long seconds = Math.max(0, span.toSeconds());
        if (seconds >= 86_400) {
            return seconds / 86_400 + "d" + seconds % 86_400 / 3600 + "h";
        }
        if (seconds >= 3600) {
            return seconds / 3600 + "h" + seconds % 3600 / 60 + "m";
        }
        if (seconds >= 60) {
            return seconds / 60 + "m" + seconds % 60 + "s";
        }
        return seconds > 0 || span.isZero() ? seconds + "s" : Math.max(0, span.toMillis()) + "ms";
    }

    /** "5m12s ago", by this machine's clock. */
    public static String ago(Timestamp stamp, Instant now) {
        return span(Duration.between(instant(stamp), now)) + " ago";
    }

    /** Date and time in this machine's zone: "2026-03-01 09:05:07". */
    public static String dateTime(Timestamp stamp) {
        LocalDateTime local = local(stamp);
        return local.toLocalDate() + " " + clock(local);
    }

    /** Date and time with milliseconds: "2026-03-01 09:05:07.042". */
    public static String precise(Timestamp stamp) {
        int millis = (int) Math.floorMod(instant(stamp).toEpochMilli(), 1000L);
        return dateTime(stamp) + "." + (millis < 100 ? "0" : "") + two(millis);
    }

    private static String clock(LocalDateTime local) {
        return two(local.getHour()) + ":" + two(local.getMinute()) + ":" + two(local.getSecond());
    }

    private static LocalDateTime local(Timestamp stamp) {
        return LocalDateTime.ofInstant(instant(stamp), ZoneId.systemDefault());
    }

    private static String two(int number) {
        return (number < 10 ? "0" : "") + number;
    }
}
