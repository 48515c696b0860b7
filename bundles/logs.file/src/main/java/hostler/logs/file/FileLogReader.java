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

    /** What is missing between a file that was renamed and its successor. */
    private Optional<LogEntry> gapBehind = Optional.empty();

    /** Whether it was resumed in a file that was renamed: its successor is still to be read. */
    private boolean catchingUp;

    private FileCursor cursor = FileCursor.BEGINNING;

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
        } else if (!place.equals(FileCursor.BEGINNING)) {
            resumeInAnother(place);
        }
        if (log != null && !following) {
            log.endHere();
        }
        return this;
    }

    /** In the file that was renamed meanwhile, or at the beginning of what is there instead. */
    private void resumeInAnother(FileCursor place) throws IOException {
        RotatedLog rotated = RotatedLog.find(file, place.file(), door).orElse(null);
        if (rotated == null) {
            gap = gap("is another file than the one that was read before");
            return;
        }
        if (log != null) {
            log.close();
        }
        log = rotated.log();
        log.moveTo(Math.min(place.offset(), log.size()));
        catchingUp = true;
        if (!rotated.last()) {
            gapBehind = gap("was renamed more than once since it was read");
        }
    }

    private Optional<LogEntry> gap(String what) {
        return Optional.of(
                new LogEntry.Gap(
                        file + " " + what + "; what was written meanwhile may be missing here"));
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
            return openNext();
        }
        if (following && current.shrunk()) {
            window.endLine();
            current.moveTo(0);
            return true;
        }
        return current.advance(window) || ((following || catchingUp) && moveOn(current));
    }

    private boolean openNext() throws IOException {
        OpenLog next = following || catchingUp ? OpenLog.open(file, door).orElse(null) : null;
        log = next;
        if (next != null && !following) {
            catchingUp = false;
            next.endHere();
        }
        return next != null;
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
            gap = gapBehind;
            gapBehind = Optional.empty();
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
            cursor = new FileCursor(offset, log.identity());
        }
        return Optional.of(cursor.toString());
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
