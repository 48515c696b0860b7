package hostler.logs.api;

/** What a reader finds in a log. */
public sealed interface LogEntry {

    /** As it is shown where a log is lines of text and nothing else. */
    String text();

    /**
     * What the service has written.
     *
     * @param text without its line feed; invalid UTF-8 is replaced, a line beyond 64 KiB comes in
     *     pieces
     */
    record Line(String text) implements LogEntry {}

    /**
     * The service may have written more here than the log still has.
     *
     * @param reason what is missing, as far as it is known, and why
     */
    record Gap(String reason) implements LogEntry {
        @Override
        public String text() {
            return "[hostler: " + reason + "]";
        }
    }
}
