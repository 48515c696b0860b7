package hostler.os.api;

import java.io.IOException;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The reading end of a pipe. The kernel holds what was written and not read, 64 KiB as a rule (see
 * pipe(7)); who writes more waits until it is read. For one reader at a time.
 */
@ProviderType
public interface OutputPipe {

    /**
     * What was written next; blocks until there is something, and a virtual thread costs nothing
     * meanwhile.
     *
     * @param most bytes
     * @return at least one byte; none at the end: nobody has the pipe open for writing any more, or
     *     it was closed here
     * @throws IOException when it cannot be read; then it never can again
     */
    byte[] read(int most) throws IOException, InterruptedException;
}
