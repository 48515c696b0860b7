package hostler.logs.journald;

import hostler.core.api.Failure;
import hostler.core.api.ServiceException;
import hostler.logs.api.LogFilter;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is asked of journalctl(1). Every option is one argument with its value, and what follows
 * them begins with the name of a field: no name can become an option.
 */
final class Journalctl {
    private static final Logger LOG = LoggerFactory.getLogger(Journalctl.class);
    private static final String NAME = "journalctl";
    private static final List<String> COMMON = List.of("--quiet", "--no-pager", "--output=export");

    private static final String FIELDS =
            "--output-fields=MESSAGE,_LINE_BREAK,_STREAM_ID,MESSAGE_ID,N_DROPPED";

    /** Where journald keeps its files, see systemd-journald.service(8). */
    static final List<Path> JOURNALS =
            List.of(Path.of("/var/log/journal"), Path.of("/run/log/journal"));

    private final Programs programs;
    private final List<Path> journals;
    private final String boot;

    /**
     * @param journals one of these directories is there where a journal is kept
     * @param boot the identity of this boot as the kernel writes it
     */
    Journalctl(Programs programs, List<Path> journals, String boot) {
        this.programs = programs;
        this.journals = journals;
        this.boot = boot.replace("-", "");
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

    /**
     * Where to follow from when everything before a place was read: journalctl follows within one
     * boot, and of a later one than the place's nothing was read.
     */
    JournalPlace inThisBoot(JournalPlace place) {
        boolean elsewhere = place.entry().filter(at -> !at.boot().equals(boot)).isPresent();
        return elsewhere ? JournalPlace.Since.BEGINNING : place;
    }

    /** Everything of this boot from a place on, and what is written later. */
    Program live(UnitJournal journal, JournalPlace from) throws ServiceException {
        return start(
                journal.linesAndDrops(),
                FIELDS,
                "--follow",
                // Some versions take it for granted, and let nobody say otherwise.
                "--boot",
                "--no-tail",
                "--lines=all",
                from.option());
    }

    /** The entry at a place, of whatever unit, or where that is gone the first after it. */
    Optional<JournalPlace.At> firstFrom(JournalPlace.At place)
            throws ServiceException, InterruptedException {
        try (Program program =
                start(List.of(), place.option(), "--lines=1", "--output-fields=_BOOT_ID")) {
            Optional<JournalEntry> first = Reading.of(program).next();
            program.awaitSuccess();
            return first.map(entry -> new JournalPlace.At(entry.cursor()));
        }
    }

    /** Another answer than before means that files of the journal have come or gone. */
    Map<Path, FileTime> files() {
        Map<Path, FileTime> changed = new HashMap<>();
        for (Path journal : journals) {
            try (DirectoryStream<Path> directories = Files.newDirectoryStream(journal)) {
                for (Path directory : directories) {
                    changed.put(directory, Files.getLastModifiedTime(directory));
                }
            } catch (IOException e) {
                LOG.debug("{} cannot be looked at, or is not there", journal, e);
            }
        }
        return Map.copyOf(changed);
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
