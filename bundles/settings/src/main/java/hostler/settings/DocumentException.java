package hostler.settings;

/** A text is not a document at all: its syntax is broken, or a limit is exceeded. */
public final class DocumentException extends Exception {
    private final Problem problem;

    public DocumentException(Place place, String message) {
        super(place + ": " + message);
        this.problem = new Problem(place, "", message, true);
    }

    public Problem problem() {
        return problem;
    }
}
