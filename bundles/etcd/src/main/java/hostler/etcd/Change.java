package hostler.etcd;

/** What a transaction does to a key. */
public sealed interface Change {
    /** Its key. */
    String key();

    /**
     * Writes it.
     *
     * @param lease the lease it ends with; 0: it stays
     */
    record Put(String key, String value, long lease) implements Change {}

    /** Deletes it, if it is there. */
    record Delete(String key) implements Change {}
}
