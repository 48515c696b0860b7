package hostler.launcher.systemd;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.freedesktop.dbus.types.Variant;

/**
 * A unit whose state is followed through signals. The state is complete and current as of the last
 * message that was read; after a lost connection it is the last one known until the next.
 */
final class TrackedUnit implements AutoCloseable {
    private final ManagerLink link;
    private final String path;
    private final Consumer<UnitState> observer;

    /** Guarded by this, as is what follows. */
    private final Map<String, Variant<?>> properties = new HashMap<>();

    private boolean complete;
    private boolean looking;
    private UnitState state = new UnitState(Map.of());

    /** {@code observer} is told every new state, on the reader's thread: it must not block. */
    TrackedUnit(ManagerLink link, String path, Consumer<UnitState> observer) {
        this.link = link;
        this.path = path;
        this.observer = observer;
    }

    /** Its D-Bus object. */
    String path() {
        return path;
    }

    /** Takes a part of what a full look at the unit found; the state is complete with the last. */
    void found(Map<String, Variant<?>> values, boolean last) {
        synchronized (this) {
            keep(values);
            complete |= last;
        }
        told();
    }

    /** Whether a look begins now; false: the answer to one is on its way. */
    synchronized boolean beginLook() {
        boolean begins = !looking;
        looking = true;
        return begins;
    }

    /** The answer has come, or never will. */
    synchronized void endLook() {
        looking = false;
    }

    /** Takes what a signal says has changed. */
    void changed(Map<String, Variant<?>> values) {
        synchronized (this) {
            keep(values);
        }
        told();
    }

    /** Systemd has dropped it, at rest as it was. Its last exit stays known. */
    void unloaded() {
        changed(Map.of("LoadState", new Variant<>(UnitState.UNLOADED)));
    }

    private void keep(Map<String, Variant<?>> values) {
        values.forEach(
                (name, value) -> {
                    if (UnitState.NEEDED.contains(name)) {
                        properties.put(name, value);
                    }
                });
        state = new UnitState(properties);
        notifyAll();
    }

    private void told() {
        Optional<UnitState> news = ifComplete();
        news.ifPresent(observer);
    }

    private synchronized Optional<UnitState> ifComplete() {
        return complete ? Optional.of(state) : Optional.empty();
    }

    /** The state of now. */
    synchronized UnitState state() {
        return state;
    }

    /** Whoever waits here looks again. */
    synchronized void wake() {
        notifyAll();
    }

    /**
     * Waits until something is so.
     *
     * @return whether it came to be so in this time
     */
    synchronized boolean await(Predicate<UnitState> condition, Duration time)
            throws InterruptedException {
        long deadline = System.nanoTime() + time.toNanos();
        while (!condition.test(state)) {
            long left = deadline - System.nanoTime();
            if (left <= 0) {
                return false;
            }
            wait(left / 1_000_000, (int) (left % 1_000_000));
        }
        return true;
    }

    /**
     * Looks again, see {@link ManagerLink#confirm}; after a lost connection it is looked at anyway.
     */
    void confirm(Consumer<UnitState> then) {
        link.confirm(this, then);
    }

    /** Follows it no longer; the observer may be called one last time meanwhile. */
    @Override
    public void close() {
        link.untrack(this);
    }
}
