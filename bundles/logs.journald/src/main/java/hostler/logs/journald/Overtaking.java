package hostler.logs.journald;

import hostler.core.api.ServiceException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * Whether a vacuum has overtaken a reader that is slow. While nobody takes what journalctl prints,
 * it does not look for new files: one that was begun and thrown away meanwhile it never sees. Only
 * then anything is looked at here, and only when files have come or gone. For one thread.
 */
final class Overtaking {

    /** Who has got nothing for so long has got everything: journalctl waits for the journal. */
    private static final Duration QUIET = Duration.ofSeconds(1);

    private final Journalctl journalctl;
    private boolean behind;
    private Map<Path, FileTime> files = Map.of();

    /** Up to here everything is gone, or was when the files were looked at last. */
    private Optional<JournalPlace.At> oldest = Optional.empty();

    Overtaking(Journalctl journalctl) {
        this.journalctl = journalctl;
    }

    /** The reader may be slow from now on; whether it was before. */
    boolean begin() {
        boolean before = behind;
        if (!before) {
            files = journalctl.files();
            behind = true;
        }
        return before;
    }

    /** The reader has everything. */
    void end() {
        behind = false;
        oldest = Optional.empty();
    }

    /**
     * Whether entries between two that were printed one after the other may be missing.
     *
     * @param waited how long the second one was waited for
     */
    boolean between(JournalPlace.At last, JournalPlace.At next, Duration waited)
            throws ServiceException, InterruptedException {
        if (!behind) {
            return false;
        }
        look(last);
        boolean missing = oldest.isPresent() && missing(last, oldest.get(), next);
        if (waited.compareTo(QUIET) > 0) {
            end();
        }
        return missing;
    }

    private void look(JournalPlace.At last) throws ServiceException, InterruptedException {
        Map<Path, FileTime> now = journalctl.files();
        if (!now.equals(files)) {
            files = now;
            oldest =
                    journalctl
                            .firstFrom(last)
                            .filter(first -> !first.cursor().equals(last.cursor()));
        }
    }

    /** What is printed of a file that was thrown away is of before the oldest that is left. */
    private boolean missing(JournalPlace.At last, JournalPlace.At first, JournalPlace.At next) {
        if (next.comesBefore(first)) {
            return false;
        }
        oldest = Optional.empty();
        return !last.isFollowedBy(first);
    }
}
