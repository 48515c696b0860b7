package hostler.logs.journald;

import hostler.core.api.Failure;
import hostler.core.api.ServiceException;
import java.io.IOException;
import java.util.Optional;

/** The entries that a program writes, with what can go wrong told as it is to who asked. */
final class Reading {
    private final ExportStream entries;

    private Reading(ExportStream entries) {
        this.entries = entries;
    }

    static Reading of(Program program) {
        return new Reading(new ExportStream(program.out()));
    }

    /** The next entry; empty at the end. */
    Optional<JournalEntry> next() throws ServiceException, InterruptedException {
        try {
            return entries.next();
        } catch (IOException e) {
            throw new ServiceException(
                    Failure.UNAVAILABLE, "cannot read the journal: " + e.getMessage(), e);
        }
    }
}
