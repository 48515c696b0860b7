package hostler.systemd;

/** There is nobody whose units a package could mean; the message names the key that says so. */
public final class NoOwnerException extends Exception {
    private static final long serialVersionUID = 1;

    NoOwnerException(String message) {
        super(message);
    }

    NoOwnerException(String message, Throwable cause) {
        super(message, cause);
    }
}
