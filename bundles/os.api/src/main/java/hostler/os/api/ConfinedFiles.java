package hostler.os.api;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Files in directories that others may own and change at any time, also while a call is under way.
 * Whatever they do, a call reaches the regular file at exactly the path it was given, or fails: a
 * symbolic link anywhere in the path, another name of the same file (a hard link), a device, a
 * pipe, a socket, a directory, a set-user-ID program are all refused, and the message names the
 * path and which of these it is.
 *
 * <p>Paths are absolute and normalized. Every call blocks for the disk; a platform thread that
 * calls does the work itself. Any thread may call; changes of one file take turns.
 */
@ProviderType
public interface ConfinedFiles {

    /**
     * Reads a file and what belongs to it.
     *
     * @param most a longer file is refused before it is read
     * @return empty when there is no file, or no directory it could be in
     * @throws IOException when it is not such a file, is too long, or cannot be read
     */
    Optional<ConfinedFile> read(Path file, long most) throws IOException;

    /**
     * Who owns a directory, and its mode.
     *
     * @return empty when there is none
     * @throws IOException when a link leads to it, or it is none
     */
    Optional<FileAttributes> directory(Path directory) throws IOException;

    /**
     * Makes a file be of this content and these attributes, whether it is there or not, so that a
     * reader sees the old or the new file, never a part, and the new one survives power loss. Its
     * directory must be there. A failure leaves the file as it was.
     */
    void replace(Path file, ConfinedFile content) throws IOException;

    /** Removes a file, durably; one that is not there is no error. */
    void remove(Path file) throws IOException;

    /**
     * Removes what a {@link #replace} of this file has left beside it when the machine or the
     * process ended in the middle of it.
     */
    void tidy(Path file) throws IOException;
}
