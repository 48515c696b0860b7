package hostler.registrar.etcd;

/** Another agent holds a key; it is left alone. */
final class ConflictException extends Exception {
    private static final long serialVersionUID = 1;

    ConflictException(String message) {
        super(message);
    }
}
