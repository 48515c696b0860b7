package hostler.etcd;

/** A member that is of no use at the moment; the message says why. */
final class UselessException extends Exception {
    private static final long serialVersionUID = 1;

    UselessException(String reason) {
        super(reason);
    }
}
