package hostler.cli.args;

/** The command line cannot be meant; the message says what is missing. */
public final class UsageException extends Exception {
    public UsageException(String message) {
        super(message);
    }
}
