package hostler.os.api;

import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Tells when a line with a text is written to a log, through the kernel (inotify(7)) and without a
 * thread each. The log may be rotated meanwhile, by renaming or by truncating.
 */
@ProviderType
public interface LineWatch {

    /** A text that is looked for in a log. */
    interface Search extends AutoCloseable {

        /** Ends the search; a call of its {@code found} may be under way. Idempotent. */
        @Override
        void close();
    }

    /**
     * Begins to look for the first whole line that contains a text. What has been written already
     * is looked through at once. The log need not be there yet; its directory must be, or the
     * search is over, which this agent's log says. No link is followed, and nothing that is not a
     * regular file is read.
     *
     * @param log absolute path of the file
     * @param from the offset to begin at; empty: only what is written from now on counts
     * @param found called at most once, on a thread that others wait for too, so it must not block:
     *     with the beginning of the line, at most 200 characters, none of them a control character
     */
    Search search(Path log, String text, OptionalLong from, Consumer<String> found);
}
