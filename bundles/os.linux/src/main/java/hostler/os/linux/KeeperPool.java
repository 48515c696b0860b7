package hostler.os.linux;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One keeper ahead: who needs a second one at the same time waits for its start. Any thread may
 * call; what blocks does so for some hundred microseconds.
 */
final class KeeperPool implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(KeeperPool.class);

    /** It has ended before it took the order: nothing was started. */
    private static final Optional<LaunchFailure> DISMISSED =
            Optional.of(new LaunchFailure(Stage.DISMISSED, 0));

    private final Path program;
    private final Optional<Path> group;
    private final Object lock = new Object();

    @GuardedBy("lock")
    private @Nullable WaitingKeeper next;

    @GuardedBy("lock")
    private boolean closed;

    /** Of keepers that live where the agent does. */
    KeeperPool(Path program) {
        this(program, Optional.empty());
    }

    /** Of keepers that live in the cgroup of this directory; empty: where the agent does. */
    KeeperPool(Path program, Optional<Path> group) {
        this.program = program;
        this.group = group;
    }

    /**
     * Gives an order to the one that is ready, which takes no longer than it takes to read it.
     *
     * @return who is at it; empty when none was ready, and nothing was started
     */
    Optional<WaitingKeeper> order(byte[] order) throws IOException {
        Optional<WaitingKeeper> ready = take();
        return ready.isPresent() && ordered(ready.get(), order) ? ready : Optional.empty();
    }

    /** False when it is gone. */
    private static boolean ordered(WaitingKeeper keeper, byte[] order) throws IOException {
        boolean taken = false;
        try {
            taken = keeper.take(order);
        } finally {
            if (!taken) {
                keeper.close();
            }
        }
        return taken;
    }

    /**
     * Waits for what came of an order; starts one for it where none was ready. Whoever has ended
     * the one that waited in a group is ending the group: none is started there for it.
     */
    Optional<LaunchFailure> outcome(Optional<WaitingKeeper> ordered, byte[] order)
            throws IOException {
        Optional<LaunchFailure> outcome = ordered.isPresent() ? report(ordered.get()) : DISMISSED;
        return outcome.equals(DISMISSED) && group.isEmpty() ? report(afresh(order)) : outcome;
    }

    private static Optional<LaunchFailure> report(WaitingKeeper ordered) throws IOException {
        try (WaitingKeeper keeper = ordered) {
            return keeper.awaitReport();
        }
    }

    private WaitingKeeper afresh(byte[] order) throws IOException {
        WaitingKeeper keeper = WaitingKeeper.start(program, group, Optional.empty());
        // One that is gone already has told why, or nothing.
        keeper.take(order);
        return keeper;
    }

    private Optional<WaitingKeeper> take() {
        synchronized (lock) {
            Optional<WaitingKeeper> ready = Optional.ofNullable(next);
            next = null;
            return ready;
        }
    }

    /**
     * Has one ready for the next order; without one that order takes longer, and nothing else.
     *
     * @param records directory where the records of that order will probably be
     */
    void prepare(Path records) {
        try {
            makeReady(Optional.of(records));
        } catch (IOException e) {
            LOG.debug("no keeper is ready ahead of the next order", e);
        }
    }

    /** The same, where it matters whether it has come to be. */
    void makeReady() throws IOException {
        makeReady(Optional.empty());
    }

    private void makeReady(Optional<Path> records) throws IOException {
        synchronized (lock) {
            if (next == null && !closed) {
                next = WaitingKeeper.start(program, group, records);
            }
        }
    }

    /** Whether one waits that has not been ended by somebody. */
    boolean ready() throws IOException {
        synchronized (lock) {
            return next != null && next.waits();
        }
    }

    /** The one that waits ends; none is made ready any more. */
    @Override
    public void close() {
        synchronized (lock) {
            closed = true;
        }
        take().ifPresent(WaitingKeeper::close);
    }
}
