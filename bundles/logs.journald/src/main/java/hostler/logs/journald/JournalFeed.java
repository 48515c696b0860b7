package hostler.logs.journald;

import hostler.core.api.Failure;
import hostler.core.api.ServiceException;
import hostler.logs.api.LogEntry;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Takes the entries of a unit out of the journal for one reader: first what is there, then what
 * comes, each by a run of journalctl that begins exactly where the one before has ended. For one
 * thread; {@link #close} may be called by any.
 */
final class JournalFeed implements AutoCloseable {

    /** A run that ends sooner than this and with nothing is in vain, */
    private static final Duration SHORTEST_LIFE = Duration.ofSeconds(1);

    /** and after so many in a row the next would be. One or two may have been killed. */
    private static final int MOST_IN_VAIN = 3;

    /** Who takes nothing for so long is slow. */
    private static final Duration SLOW = Duration.ofMillis(100);

    private static final Duration FOR_EVER = Duration.ofDays(36_500);

    /** Takes what was read. */
    interface Sink {

        /** Whether there was room for it within this time. */
        boolean takes(LogEntry entry, JournalPlace after, Duration time)
                throws InterruptedException;
    }

    private final UnitJournal journal;
    private final Journalctl journalctl;
    private final Sink sink;
    private final Overtaking overtaking;

    /** Up to here everything was handed on. */
    private JournalPlace place;

    /** Whether what is read is being written. */
    private boolean live;

    /** What journalctl has complained about last, so that it is told once. */
    private String complaint = "";

    /** How the last run that found nothing has ended. */
    private String end = "";

    private final Object lock = new Object();

    /** The run there is; guarded by the lock. */
    private @Nullable Program current;

    /** Guarded by the lock. */
    private boolean closed;

    JournalFeed(UnitJournal journal, Journalctl journalctl, JournalPlace begin, Sink sink) {
        this.journal = journal;
        this.journalctl = journalctl;
        this.place = begin;
        this.sink = sink;
        this.overtaking = new Overtaking(journalctl);
    }

    /** The place after everything that is there at a time. */
    static JournalPlace after(Instant time) {
        return new JournalPlace.Since(
                time.truncatedTo(ChronoUnit.MICROS).plus(1, ChronoUnit.MICROS));
    }

    /** Hands on the last lines until a time; false when there were none. */
    boolean tail(int lines, Instant until) throws ServiceException, InterruptedException {
        if (lines == 0) {
            return false;
        }
        Optional<JournalPlace> begin = journalctl.beginOfTail(journal, lines, until);
        if (begin.isEmpty()) {
            // Whatever comes is new, also what journald has given a time before it wrote it.
            place = JournalPlace.Since.BEGINNING;
            return false;
        }
        return whole(journalctl.past(journal, begin.get(), until), Optional.empty());
    }

    /** Hands on what there is from the place on until a time; false when there is nothing. */
    boolean past(Instant until) throws ServiceException, InterruptedException {
        return whole(journalctl.past(journal, place, until), place.entry());
    }

    private boolean whole(Program program, Optional<JournalPlace.At> last)
            throws ServiceException, InterruptedException {
        try (program) {
            Reading reading = begin(program);
            Optional<JournalEntry> first = reading.next();
            handOn(last.isPresent() ? goOn(last.get(), first, reading) : first, reading, program);
            program.awaitSuccess();
            tellComplaint(program);
            return first.isPresent();
        }
    }

    /** Hands on what comes from the place on, until this is closed. */
    void live() throws ServiceException, InterruptedException {
        live = true;
        place = journalctl.inThisBoot(place);
        int inVain = 0;
        while (!closed() && inVain < MOST_IN_VAIN) {
            long began = System.nanoTime();
            boolean found = untilItEnds(journalctl.live(journal, place), place.entry());
            boolean soon = System.nanoTime() - began < SHORTEST_LIFE.toNanos();
            inVain = !found && soon ? inVain + 1 : 0;
        }
        if (!closed()) {
            throw new ServiceException(
                    Failure.UNAVAILABLE,
                    "journalctl ends instead of following " + journal + ": " + end);
        }
    }

    /** That it ends before its first entry says nothing about what is missing. */
    private boolean untilItEnds(Program program, Optional<JournalPlace.At> last)
            throws ServiceException, InterruptedException {
        overtaking.end();
        try (program) {
            Reading reading = begin(program);
            Optional<JournalEntry> first = reading.next();
            boolean goesOn = last.isPresent() && first.isPresent();
            handOn(goesOn ? goOn(last.get(), first, reading) : first, reading, program);
            complaint = program.complaints();
            if (first.isEmpty() && !closed()) {
                end = program.awaitEnd();
            }
            return first.isPresent();
        }
    }

    /**
     * Steps over the entry that was handed on last. Where it is gone, those after it may be gone
     * with it.
     */
    private Optional<JournalEntry> goOn(
            JournalPlace.At last, Optional<JournalEntry> first, Reading reading)
            throws ServiceException, InterruptedException {
        if (first.filter(entry -> entry.cursor().equals(last.cursor())).isPresent()) {
            return reading.next();
        }
        place = after(last.time());
        give(
                new LogEntry.Gap(
                        "the journal has thrown away what was read last, of "
                                + last.time()
                                + "; what came after it may be missing"),
                place);
        return first;
    }

    private void handOn(Optional<JournalEntry> first, Reading reading, Program program)
            throws ServiceException, InterruptedException {
        LineAssembly lines = new LineAssembly();
        JournalPlace latest = place;
        long asked = System.nanoTime();
        for (Optional<JournalEntry> entry = first; entry.isPresent(); entry = reading.next()) {
            tellComplaint(program);
            JournalPlace.At next = new JournalPlace.At(entry.get().cursor());
            tellOvertaking(latest, next, Duration.ofNanos(System.nanoTime() - asked));
            latest = next;
            List<LogEntry> complete = lines.add(entry.get());
            handOn(complete, lines.pending() ? place : latest);
            asked = System.nanoTime();
        }
        handOn(lines.rest(), latest);
    }

    private void tellOvertaking(JournalPlace last, JournalPlace.At next, Duration waited)
            throws ServiceException, InterruptedException {
        if (last instanceof JournalPlace.At at && overtaking.between(at, next, waited)) {
            give(
                    new LogEntry.Gap(
                            "the journal has thrown away what was not read in time; what came"
                                    + " after "
                                    + at.time()
                                    + " may be missing"),
                    place);
        }
    }

    private void give(LogEntry entry, JournalPlace after) throws InterruptedException {
        if (!live || !takesSoon(entry, after)) {
            boolean _ = sink.takes(entry, after, FOR_EVER);
        }
    }

    private boolean takesSoon(LogEntry entry, JournalPlace after) throws InterruptedException {
        if (sink.takes(entry, after, Duration.ZERO)) {
            return true;
        }
        // What happens to the journal from now on may be what journalctl will not see.
        boolean wasSlow = overtaking.begin();
        boolean taken = sink.takes(entry, after, SLOW);
        if (taken && !wasSlow) {
            overtaking.end();
        }
        return taken;
    }

    private void handOn(List<LogEntry> entries, JournalPlace after) throws InterruptedException {
        for (int i = 0; i < entries.size(); i++) {
            give(entries.get(i), i < entries.size() - 1 ? place : after);
        }
        place = after;
    }

    /** A damaged file is left out by journalctl, which says so: there may be lines in it. */
    private void tellComplaint(Program program) throws InterruptedException {
        String now = program.complaints();
        if (!now.isEmpty() && !now.equals(complaint)) {
            complaint = now;
            give(new LogEntry.Gap("journalctl says: " + now), place);
        }
    }

    private Reading begin(Program program) throws ServiceException {
        synchronized (lock) {
            if (closed) {
                throw new ServiceException(Failure.UNAVAILABLE, "the reader was closed");
            }
            current = program;
        }
        return Reading.of(program);
    }

    boolean closed() {
        synchronized (lock) {
            return closed;
        }
    }

    /** Ends the run there is; no other begins. */
    @Override
    public void close() {
        synchronized (lock) {
            closed = true;
            if (current != null) {
                current.close();
            }
        }
    }
}
