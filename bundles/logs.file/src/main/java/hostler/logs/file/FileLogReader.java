package hostler.logs.file;

import hostler.core.api.Failure;
import hostler.core.api.ServiceException;
import hostler.logs.api.LogEntry;
import hostler.logs.api.LogReader;
import hostler.os.api.FileDoor;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads one log file forward and goes on with the one that replaces it. The lock is held while the
 * file is read, never while it waits.
 */
final class FileLogReader implements LogReader, Follower {
    private static final Duration LONGEST_WAIT = Duration.ofDays(365);

    private final Path file;
    private final FileDoor door;
    private final Consumer<FileLogReader> onClose;
    private final LineWindow window = new LineWindow();

    /** Has a permit when the file may have changed since it was last looked at. */
    private final Semaphore changes = new Semaphore(0);

    private boolean following;
    private boolean closed;
    private @Nullable OpenLog log;
    private @Nullable IOException lost;
    private volatile boolean ended;

    /** What is missing before the next line. */
    private Optional<LogEntry> gap = Optional.empty();

    /** Whether something has come before, so that anything can be missing after it. */
    private boolean begun;

    private Optional<String> cursor = Optional.empty();

    /** {@code onClose} is called once, by the one who closes it. */
    FileLogReader(Path file, FileDoor door, boolean following, Consumer<FileLogReader> onClose) {
        this.file = file;
        this.door = door;
        this.following = following;
        this.onClose = onClose;
    }

    /** Goes to where the last lines begin. */
    synchronized FileLogReader seek(int tail) throws IOException {
        OpenLog opened = OpenLog.open(file, door).orElse(null);
        log = opened;
        if (opened != null) {
            opened.moveTo(new Tail(opened).start(tail, !following));
            if (!following) {
                opened.endHere();
            }
        }
        return this;
    }

    /** Goes to where another reader has stopped, or as near to it as there is anything left. */
    synchronized FileLogReader resume(FileCursor place) throws IOException {
        begun = true;
        OpenLog opened = OpenLog.open(file, door).orElse(null);
        log = opened;
        if (opened != null
                && opened.identity().equals(place.file())
                && opened.size() >= place.offset()) {
            opened.moveTo(place.offset());
        } else {
            gap =
                    Optional.of(
                            new LogEntry.Gap(
                                    file
                                            + " is another file than the one that was read"
                                            + " before; what that one got afterwards is not"
                                            + " here"));
        }
        if (opened != null && !following) {
            opened.endHere();
        }
        return this;
    }

    @Override
    public Optional<LogEntry> next(Duration patience)
            throws ServiceException, InterruptedException {
        long wait = patience.compareTo(LONGEST_WAIT) < 0 ? patience.toNanos() : Long.MAX_VALUE / 2;
        long deadline = System.nanoTime() + wait;
        while (true) {
            changes.drainPermits();
            Optional<LogEntry> entry = read();
            if (entry.isPresent() || ended) {
                return entry;
            }
            if (!changes.tryAcquire(deadline - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                return Optional.empty();
            }
        }
    }

    private synchronized Optional<LogEntry> read() throws ServiceException, InterruptedException {
        try {
            Optional<LogEntry> entry = ended ? Optional.empty() : entry();
            begun |= entry.isPresent();
            return entry;
        } catch (ClosedByInterruptException e) {
            close();
            throw (InterruptedException) new InterruptedException().initCause(e);
        } catch (IOException e) {
            throw new ServiceException(
                    Failure.UNAVAILABLE, "cannot read the log " + file + ": " + e.getMessage(), e);
        }
    }

    private Optional<LogEntry> entry() throws IOException {
        Optional<LogEntry> entry = missing().or(this::line);
        while (entry.isEmpty() && progress()) {
            entry = missing().or(this::line);
        }
        if (entry.isPresent() || following) {
            return entry;
        }
        window.endLine();
        entry = line();
        ended = entry.isEmpty();
        return entry;
    }

    private Optional<LogEntry> line() {
        return window.poll().map(LogEntry.Line::new);
    }

    private Optional<LogEntry> missing() {
        long bytes = log == null ? 0 : log.takeMissing();
        if (bytes > 0 && begun) {
            gap =
                    Optional.of(
                            new LogEntry.Gap(
                                    bytes
                                            + " bytes of "
                                            + file
                                            + " were given back before they were read: it has"
                                            + " outgrown logging.max_size"));
        }
        Optional<LogEntry> before = gap;
        gap = Optional.empty();
        return before;
    }

    /** Whether another look at the window is worth it. */
    private boolean progress() throws IOException {
        if (lost != null) {
            throw lost;
        }
        OpenLog current = log;
        if (current == null) {
            log = following ? OpenLog.open(file, door).orElse(null) : null;
            return log != null;
        }
        if (following && current.shrunk()) {
            window.endLine();
            current.moveTo(0);
            return true;
        }
        return current.advance(window) || (following && moveOn(current));
    }

    private boolean moveOn(OpenLog current) throws IOException {
        if (!current.replaced()) {
            return false;
        }
        // What was written between the last read and the replacement is there now.
        if (!current.advance(window)) {
            current.close();
            log = null;
            window.endLine();
        }
        return true;
    }

    @Override
    public void changed() {
        if (changes.availablePermits() == 0) {
            changes.release();
        }
    }

    @Override
    public synchronized void lost(IOException reason) {
        lost = reason;
        changed();
    }

    /** Ends it after what is there now; for the backend that goes. */
    synchronized void endFollowing() {
        following = false;
        try {
            if (log != null) {
                log.endHere();
            }
        } catch (IOException e) {
            lost = e;
        }
        changed();
    }

    @Override
    public synchronized Optional<String> cursor() {
        if (log != null) {
            long offset = Math.max(0, log.position() - window.pending());
            cursor = Optional.of(new FileCursor(offset, log.identity()).toString());
        }
        return cursor;
    }

    @Override
    public boolean ended() {
        return ended;
    }

    @Override
    public void close() {
        if (release()) {
            changed();
            onClose.accept(this);
        }
    }

    private synchronized boolean release() {
        boolean open = !closed;
        closed = true;
        ended = true;
        try {
            if (open && log != null) {
                log.close();
            }
        } catch (IOException e) {
            lost = e;
        }
        return open;
    }
}
