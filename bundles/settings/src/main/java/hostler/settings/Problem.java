package hostler.settings;

/**
 * Something wrong in a document.
 *
 * @param place where
 * @param key dotted path of the key ({@code healthcheck.interval}); empty for the document
 * @param message what is wrong and what was expected
 * @param fatal false: a warning, the document can be used
 */
public record Problem(Place place, String key, String message, boolean fatal) {

    /** {@code file:line:column: key: message}. */
    @Override
    public String toString() {
        return place + ": " + (key.isEmpty() ? "" : key + ": ") + message;
    }
}
