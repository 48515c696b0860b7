package hostler.etcd;

/**
 * What must hold for a transaction to be done.
 *
 * @param key whose last change is looked at
 * @param modified the revision it must have been changed by; 0: the key must not be there
 */
public record Guard(String key, long modified) {}
