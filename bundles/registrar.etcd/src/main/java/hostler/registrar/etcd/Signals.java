package hostler.registrar.etcd;

import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** What the loop is woken by; each kind is kept once, however often it comes. */
final class Signals {
    /** What there is to look at. */
    enum Signal {
        /** There is something new to announce. */
        CHANGED,
        /** What stands in etcd may not be what was written. */
        DOUBT,
        /** The end. */
        STOP
    }

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition raised = lock.newCondition();

    /** Guarded by lock. */
    private final EnumSet<Signal> waiting = EnumSet.noneOf(Signal.class);

    /** Never blocks for long; from any thread. */
    void raise(Signal signal) {
        lock.lock();
        try {
            waiting.add(signal);
            raised.signal();
        } finally {
            lock.unlock();
        }
    }

    /** Waits until there is one, or until a moment of {@link System#nanoTime}; takes them all. */
    Set<Signal> await(long until) throws InterruptedException {
        lock.lock();
        try {
            long left = until - System.nanoTime();
            while (waiting.isEmpty() && left > 0) {
                left = raised.awaitNanos(left);
            }
            return take();
        } finally {
            lock.unlock();
        }
    }

    private Set<Signal> take() {
        Set<Signal> taken = EnumSet.copyOf(waiting);
        waiting.clear();
        return taken;
    }
}
