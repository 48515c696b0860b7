package hostler.etcd;

import io.etcd.jetcd.api.ResponseHeader;

/**
 * Where an answer of etcd stands in its history.
 *
 * @param cluster the cluster's identity; another one means other data
 * @param revision grows with every change, unless an older state was restored
 */
public record Position(long cluster, long revision) {
    static Position of(ResponseHeader header) {
        return new Position(header.getClusterId(), header.getRevision());
    }

    /** Whether this cannot follow an earlier answer: the data was wiped or restored between. */
    public boolean contradicts(Position earlier) {
        return cluster != earlier.cluster || revision < earlier.revision;
    }
}
