package hostler.logs.journald;

import hostler.core.api.ServiceException;
import hostler.logs.api.LogEntry;
import hostler.logs.api.LogReader;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads the journal of a unit through a feed on a virtual thread of its own. A few lines are read
 * ahead; then the feed waits, journalctl waits for it, and nobody else for either.
 */
final class JournalReader implements LogReader {
    private static final int AHEAD = 8;
    private static final Duration LONGEST_WAIT = Duration.ofDays(365);

    /** What comes from the feed. */
    private sealed interface Item {
        record Read(LogEntry entry, JournalPlace after) implements Item {}

        record Failed(ServiceException reason) implements Item {}

        record End() implements Item {}
    }

    /** Runs a feed to its end. */
    interface Work {
        void run(JournalFeed feed) throws ServiceException, InterruptedException;
    }

    private final BlockingQueue<Item> items = new ArrayBlockingQueue<>(AHEAD);
    private final JournalFeed feed;
    private final Consumer<JournalReader> onClose;
    private final AtomicBoolean closed = new AtomicBoolean();
    private volatile JournalPlace place;
    private volatile boolean ended;
    private @Nullable Thread thread;

    /** {@code onClose} is called once, by the one who closes it. */
    JournalReader(
            UnitJournal journal,
            Journalctl journalctl,
            JournalPlace begin,
            Consumer<JournalReader> onClose) {
        this.place = begin;
        this.onClose = onClose;
        this.feed =
                new JournalFeed(
                        journal,
                        journalctl,
                        begin,
                        (entry, after, time) ->
                                items.offer(
                                        new Item.Read(entry, after),
                                        time.toNanos(),
                                        TimeUnit.NANOSECONDS));
    }

    /** Begins to read. */
    JournalReader start(String name, Work work) {
        thread = Thread.ofVirtual().name("journal-" + name).start(() -> run(work));
        return this;
    }

    private void run(Work work) {
        try {
            items.put(outcome(work));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // closed: nobody waits for the end
        }
    }

    private Item outcome(Work work) throws InterruptedException {
        try {
            work.run(feed);
            return new Item.End();
        } catch (ServiceException e) {
            return feed.closed() ? new Item.End() : new Item.Failed(e);
        }
    }

    @Override
    public Optional<LogEntry> next(Duration patience)
            throws ServiceException, InterruptedException {
        if (ended) {
            return Optional.empty();
        }
        Duration wait = patience.compareTo(LONGEST_WAIT) < 0 ? patience : LONGEST_WAIT;
        return switch (items.poll(wait.toNanos(), TimeUnit.NANOSECONDS)) {
            case null -> Optional.empty();
            case Item.Read(LogEntry entry, JournalPlace after) -> {
                place = after;
                yield Optional.of(entry);
            }
            case Item.Failed(ServiceException reason) -> {
                ended = true;
                throw reason;
            }
            case Item.End() -> {
                ended = true;
                yield Optional.empty();
            }
        };
    }

    @Override
    public boolean ended() {
        return ended;
    }

    @Override
    public Optional<String> cursor() {
        return Optional.of(place.toString());
    }

    /** Lets it end after what was read ahead; for the backend that goes. */
    void end() {
        feed.close();
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            ended = true;
            feed.close();
            if (thread != null) {
                thread.interrupt();
            }
            items.clear();
            var _ = items.offer(new Item.End()); // wakes the one who waits
            onClose.accept(this);
        }
    }
}
