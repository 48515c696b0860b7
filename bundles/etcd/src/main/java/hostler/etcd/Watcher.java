package hostler.etcd;

/**
 * Is told about changes of keys. Called on the transport's own thread: it must not block, and must
 * not call etcd.
 */
public interface Watcher {
    /**
     * Somebody wrote a key.
     *
     * @param entry as it is now
     */
    void written(Entry entry);

    /** A key was deleted, or its lease ended. */
    void deleted(String key);

    /**
     * Nothing more will be told; whatever happened meanwhile has to be looked up. Called once, also
     * after {@link Watch#close}.
     */
    void ended(EtcdException reason);
}
