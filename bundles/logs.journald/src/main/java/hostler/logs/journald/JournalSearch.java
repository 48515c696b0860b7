package hostler.logs.journald;

import static java.nio.charset.StandardCharsets.UTF_8;

import hostler.core.api.Failure;
import hostler.core.api.ServiceException;
import hostler.logs.api.LogPage;
import hostler.logs.api.LogQuery;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks for lines in the journal of a unit. journalctl finds the unit, the time, the level and the
 * boot by its indexes; keywords are looked for here, as every journalctl can.
 *
 * @param limit how long it may take
 */
record JournalSearch(Journalctl journalctl, Duration limit) {
    private static final Logger LOG = LoggerFactory.getLogger(JournalSearch.class);

    /** The page that is asked for; an entry is a line, also one that journald cut from another. */
    LogPage page(UnitJournal journal, LogQuery query)
            throws ServiceException, InterruptedException {
        LogPage.Builder page = new LogPage.Builder(query);
        try (Program program =
                journalctl.search(journal, query.filter(), query.newestFirst(), limit)) {
            Reading reading = Reading.of(program);
            for (Optional<JournalEntry> next = reading.next();
                    next.isPresent();
                    next = reading.next()) {
                String line = new String(next.get().message(), UTF_8);
                if (query.filter().mentionedIn(line)) {
                    page.add(line);
                }
            }
            program.awaitSuccess();
            return judged(page.build(), program.complaints());
        }
    }

    /** Nothing found is an answer only where nothing was in the way. */
    private static LogPage judged(LogPage page, String complaints) throws ServiceException {
        if (complaints.isEmpty()) {
            return page;
        }
        if (page.total() == 0) {
            throw new ServiceException(Failure.UNAVAILABLE, "journalctl says: " + complaints);
        }
        LOG.warn("a query of the journal may have missed lines; journalctl says: {}", complaints);
        return page;
    }
}
