package hostler.etcd;

/** A watch that is open. */
public interface Watch extends AutoCloseable {
    /** Ends it; idempotent, does not block. */
    @Override
    void close();
}
