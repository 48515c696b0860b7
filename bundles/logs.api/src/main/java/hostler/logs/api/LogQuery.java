package hostler.logs.api;

/**
 * A page of the lines that match.
 *
 * @param filter which lines
 * @param newestFirst otherwise the oldest come first
 * @param offset how many of them come before the page; less than 0 is 0
 * @param limit how many the page has at the most; 0 or less is {@value #DEFAULT_LIMIT}, and never
 *     more than {@value #MAX_LIMIT}
 */
public record LogQuery(LogFilter filter, boolean newestFirst, int offset, int limit) {

    /** How many lines a page has when nobody says. */
    public static final int DEFAULT_LIMIT = 100;

    /** How many lines a page has at the most. */
    public static final int MAX_LIMIT = 10_000;

    public LogQuery {
        offset = Math.max(offset, 0);
        limit = limit <= 0 ? DEFAULT_LIMIT : Math.min(limit, MAX_LIMIT);
    }

    /** The first page, the oldest lines first. */
    public static LogQuery of(LogFilter filter) {
        return new LogQuery(filter, false, 0, DEFAULT_LIMIT);
    }

    /** As this, with so many lines, from the one after {@code start} others on. */
    public LogQuery page(int start, int lines) {
        return new LogQuery(filter, newestFirst, start, lines);
    }

    /** As this, the newest first. */
    public LogQuery reversed() {
        return new LogQuery(filter, true, offset, limit);
    }
}
