package hostler.logs.journald;

import hostler.core.api.Failure;
import hostler.core.api.ServiceException;
import hostler.logs.api.LogFilter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What is asked of journalctl(1). Every option is one argument with its value, and what follows
 * them begins with the name of a field: no name can become an option.
 */
final class Journalctl {
    private static final String NAME = "journalctl";
    private static final List<String> COMMON = List.of("--quiet", "--no-pager", "--output=export");

    private static final String FIELDS =
            "--output-fields=MESSAGE,_LINE_BREAK,_STREAM_ID,MESSAGE_ID,N_DROPPED";

    /** Where journald keeps its files, see systemd-journald.service(8). */
    static final List<Path> JOURNALS =
            List.of(Path.of("/var/log/journal"), Path.of("/run/log/journal"));

    private final Programs programs;
    private final List<Path> journals;

    /** {@code journals}: one of these directories is there where a journal is kept. */
    Journalctl(Programs programs, List<Path> journals) {
        this.programs = programs;
        this.journals = journals;
    }

    /** Why nothing can be read here; empty: nothing speaks against it. */
    Optional<String> obstacle() {
        return programs.find(NAME).isPresent()
                ? Optional.empty()
                : Optional.of("there is no " + NAME + " on this machine");
    }

    /**
     * Where the last lines until a time begin; empty when there are none. With a time, {@code
     * --lines} counts from the end of the journal all the same, but not backwards.
     */
    Optional<JournalPlace> beginOfTail(UnitJournal journal, int lines, Instant until)
            throws ServiceException, InterruptedException {
        Optional<JournalPlace> begin = Optional.empty();
        try (Program program =
                start(
                        journal.linesAndDrops(),
                        "--reverse",
                        "--lines=" + lines,
                        until(until),
                        "--output-fields=_BOOT_ID")) {
            Reading reading = Reading.of(program);
            for (Optional<JournalEntry> next = reading.next();
                    next.isPresent();
                    next = reading.next()) {
                begin = Optional.of(new JournalPlace.At(next.get().cursor()));
            }
            program.awaitSuccess();
        }
        return begin;
    }

    /** Everything from a place until a time. */
    Program past(UnitJournal journal, JournalPlace from, Instant until) throws ServiceException {
        return start(journal.linesAndDrops(), FIELDS, from.option(), until(until));
    }

    /** Everything from a place on, and what is written later. */
    Program live(UnitJournal journal, JournalPlace from) throws ServiceException {
        return start(
                journal.linesAndDrops(),
                FIELDS,
                "--follow",
                "--no-tail",
                "--lines=all",
                from.option());
    }

    private Program start(List<String> matches, String... options) throws ServiceException {
        return programs.start(
                NAME,
                arguments(List.of(options), matches),
                Programs.Runner.AGENT,
                Optional.empty());
    }

    private static List<String> arguments(List<String> options, List<String> matches) {
        return Stream.of(COMMON, options, matches).flatMap(List::stream).toList();
    }

    /** Everything a filter means but its keyword. */
    Program search(UnitJournal journal, LogFilter filter, boolean newestFirst, Duration limit)
            throws ServiceException {
        List<String> options = new ArrayList<>(List.of(FIELDS));
        if (newestFirst) {
            options.add("--reverse");
        }
        filter.from().ifPresent(from -> options.add(new JournalPlace.Since(from).option()));
        filter.to().ifPresent(to -> options.add(until(to)));
        filter.boot().ifPresent(boot -> options.add("--boot=" + boot.text()));
        if (!filter.level().isEmpty()) {
            options.add("--priority=" + Priority.of(filter.level()));
        }
        return programs.start(
                NAME,
                arguments(options, journal.lines()),
                Programs.Runner.AGENT,
                Optional.of(limit));
    }

    private static String until(Instant time) {
        return "--until=" + JournalPlace.stamp(time);
    }

    /**
     * Whether there is any line of a unit.
     *
     * @throws ServiceException UNAVAILABLE when there is no journal at all
     */
    boolean hasAny(UnitJournal journal) throws ServiceException, InterruptedException {
        if (journals.stream().noneMatch(Files::exists)) {
            throw new ServiceException(
                    Failure.UNAVAILABLE,
                    "there is no journal on this machine: neither of "
                            + journals
                            + " exists; systemd-journald writes them");
        }
        try (Program program = start(journal.lines(), "--lines=1")) {
            boolean any = Reading.of(program).next().isPresent();
            program.awaitSuccess();
            return any;
        }
    }
}
