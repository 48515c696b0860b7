package hostler.logs.api;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * Which lines of a log are meant. Where a line does not tell its time, as in files, it is not left
 * out for its time.
 *
 * @param from no earlier than this
 * @param to no later than this
 * @param keyword contained in the line, whatever the case of either; empty: any line
 * @param level its name, in any case; empty: any. A backend that knows the priority of a line takes
 *     that level and worse, any other looks for the words by which the line tells it
 * @param boot written since the machine was started; empty: ever
 */
public record LogFilter(
        Optional<Instant> from,
        Optional<Instant> to,
        String keyword,
        String level,
        Optional<LogBoot> boot) {

    /** Every line. */
    public static final LogFilter ALL =
            new LogFilter(Optional.empty(), Optional.empty(), "", "", Optional.empty());

    public LogFilter {
        keyword = keyword.toLowerCase(Locale.ROOT);
        level = level.toLowerCase(Locale.ROOT);
    }

    /** As this, with the lines that contain a text. */
    public LogFilter containing(String text) {
        return new LogFilter(from, to, text, level, boot);
    }

    /** As this, with the lines of a level. */
    public LogFilter ofLevel(String otherLevel) {
        return new LogFilter(from, to, keyword, otherLevel, boot);
    }

    /** As this, with the lines of a time, both ends included. */
    public LogFilter between(Instant begin, Instant end) {
        return new LogFilter(Optional.of(begin), Optional.of(end), keyword, level, boot);
    }

    /** As this, with the lines of a run of the machine. */
    public LogFilter during(LogBoot run) {
        return new LogFilter(from, to, keyword, level, Optional.of(run));
    }

    /** Whether a time lies between both ends. */
    public boolean covers(Instant time) {
        return from.filter(time::isBefore).isEmpty() && to.filter(time::isAfter).isEmpty();
    }

    /** Whether a text contains the keyword. */
    public boolean mentionedIn(String text) {
        return keyword.isEmpty() || text.toLowerCase(Locale.ROOT).contains(keyword);
    }
}
