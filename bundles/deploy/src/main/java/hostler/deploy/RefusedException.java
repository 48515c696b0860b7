package hostler.deploy;

/** A file is not taken; the reason tells the operator why and what to do. */
final class RefusedException extends Exception {
    private final String reason;

    RefusedException(String reason) {
        super(reason);
        this.reason = reason;
    }

    RefusedException(String reason, Throwable cause) {
        super(reason, cause);
        this.reason = reason;
    }

    String reason() {
        return reason;
    }
}
