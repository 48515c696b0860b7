package hostler.logs.file;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;

/**
 * The time at the beginning of a line: RFC 3339, or {@code 2006-01-02T15:04:05} in UTC. Written in
 * any other way, or elsewhere, it is not looked for.
 */
final class LineTime {
    private static final int SHORTEST = "2006-01-02T15:04:05".length();
    private static final int DATE = "2006-01-02".length();

    private LineTime() {}

    static Optional<Instant> of(String line) {
        int begin = 0;
        while (begin < line.length() && Character.isWhitespace(line.charAt(begin))) {
            begin++;
        }
        int end = begin;
        while (end < line.length() && !Character.isWhitespace(line.charAt(end))) {
            end++;
        }
        return looksLikeTime(line, begin, end)
                ? parse(line.substring(begin, end))
                : Optional.empty();
    }

    /** Most lines that tell no time are seen not to before anything is thrown for them. */
    private static boolean looksLikeTime(String line, int begin, int end) {
        return end - begin >= SHORTEST
                && Character.isDigit(line.charAt(begin))
                && line.charAt(begin + DATE) == 'T';
    }

    private static Optional<Instant> parse(String token) {
        try {
            return Optional.of(
                    token.length() == SHORTEST
                            ? LocalDateTime.parse(token).toInstant(ZoneOffset.UTC)
                            : OffsetDateTime.parse(token).toInstant());
        } catch (DateTimeException ignored) {
            return Optional.empty(); // a word that only looked like a time
        }
    }
}
