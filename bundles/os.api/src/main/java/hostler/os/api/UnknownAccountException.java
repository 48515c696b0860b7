package hostler.os.api;

/** A user or a group that does not exist on this machine; the message names it. */
public final class UnknownAccountException extends Exception {
    public UnknownAccountException(String message) {
        super(message);
    }
}
