package hostler.core;

import hostler.core.state.StateStore;
import java.time.Duration;

/**
 * Writes again what the disk refused, until it takes it: nobody is told when there is room again,
 * and the next change may be far away.
 */
final class StateHealing implements AutoCloseable {
    static final Duration PAUSE = Duration.ofSeconds(2);

    private final StateStore store;
    private final Ticker ticker;
    private Ticker.Timer timer = () -> {};
    private boolean closed;

    StateHealing(StateStore store, Ticker ticker) {
        this.store = store;
        this.ticker = ticker;
    }

    synchronized void begin() {
        if (!closed) {
            timer = ticker.schedule(PAUSE, this::look);
        }
    }

    /** On the ticker's thread, which must not wait for a disk. */
    private void look() {
        if (store.failure().isEmpty()) {
            begin();
        } else {
            Thread.ofVirtual().name("hostler-state-healing").start(this::retry);
        }
    }

    private void retry() {
        store.retry();
        begin();
    }

    @Override
    public synchronized void close() {
        closed = true;
        timer.cancel();
    }
}
