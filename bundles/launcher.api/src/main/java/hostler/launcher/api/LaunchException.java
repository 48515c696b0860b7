package hostler.launcher.api;

/** A service could not be prepared, started or stopped; the message is meant for the operator. */
public final class LaunchException extends Exception {

    /** Whether the same order can succeed later without anybody changing something. */
    public enum Kind {
        /** No: a missing binary, an unknown user, a right that is missing. Not retried. */
        PERMANENT,
        /** Perhaps: the machine is short of something. Retried with backoff. */
        TRANSIENT
    }

    private final Kind kind;

    public LaunchException(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    public LaunchException(Kind kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }
}
