package hostler.os.api;

import java.io.IOException;
import java.nio.file.Path;
import org.osgi.annotation.versioning.ProviderType;

/**
 * What is done to files beyond reading and appending. Confinement to declared roots comes through
 * here too.
 */
@ProviderType
public interface FileDoor {

    /**
     * Replaces a file so that a reader sees the old or the new content, never a part, and the new
     * one survives power loss: temporary file in the same directory, fsync, rename, fsync of the
     * directory. Blocks for the disk. A failure leaves the old file as it was.
     */
    void replace(Path file, byte[] content) throws IOException;

    /**
     * Gives back the disk blocks of a file's beginning while others go on appending: offsets stay
     * as they are, the range reads as zeros (fallocate(2), PUNCH_HOLE).
     *
     * @param upTo everything before this offset may go; rounded down to whole blocks
     * @return the offset from which content is left
     */
    long reclaim(Path file, long upTo) throws IOException;

    /**
     * The first offset at or after {@code from} that is not a hole (lseek(2), SEEK_DATA), or the
     * file's size.
     */
    long firstData(Path file, long from) throws IOException;
}
