package hostler.core;

import hostler.core.api.Desired;
import hostler.core.state.ServiceRecord;
import hostler.core.state.StateStore;
import java.io.IOException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The durable record of one service: commanders and its reconciler write it, one after the other.
 * While the disk refuses, the record is kept in memory, so that supervision and commands go on.
 */
final class Ledger {
    private static final Logger LOG = LoggerFactory.getLogger(Ledger.class);

    private final StateStore store;
    private final ReentrantLock writing = new ReentrantLock();
    private volatile ServiceRecord record;
    private boolean durable = true;

    Ledger(StateStore store, ServiceRecord record) {
        this.store = store;
        this.record = record;
    }

    ServiceRecord record() {
        return record;
    }

    /** What was last commanded; nobody ever said anything: stopped. */
    Desired desired() {
        return record.desired().orElse(Desired.STOPPED);
    }

    /** Changes the record in memory; the next write takes the change along. */
    void amend(UnaryOperator<ServiceRecord> change) {
        writing.lock();
        try {
            ServiceRecord changed = change.apply(record);
            durable &= changed.equals(record);
            record = changed;
        } finally {
            writing.unlock();
        }
    }

    /**
     * Changes the record; returns when that is durable.
     *
     * @throws IOException when it could not be written; it is changed in memory all the same
     */
    void commit(UnaryOperator<ServiceRecord> change) throws IOException {
        writing.lock();
        try {
            amend(change);
            if (!durable) {
                store.put(record);
                durable = true;
            }
        } finally {
            writing.unlock();
        }
    }

    /** As {@link #commit}, where supervision goes on whether the disk takes it or not. */
    boolean tryCommit(UnaryOperator<ServiceRecord> change) {
        try {
            commit(change);
            return true;
        } catch (IOException e) {
            LOG.error(
                    "{}: kept in memory only, and lost when the agent ends: {}",
                    record.id(),
                    e.getMessage(),
                    e);
            return false;
        }
    }
}
