package hostler.etcd;

import java.time.Duration;

/**
 * A lease as etcd granted it.
 *
 * @param id never 0
 * @param ttl what etcd gives, which may be more than what was asked for
 */
public record Lease(long id, Duration ttl) {
    /** Hexadecimal, as etcd's own tools show it. */
    @Override
    public String toString() {
        return Long.toHexString(id);
    }
}
