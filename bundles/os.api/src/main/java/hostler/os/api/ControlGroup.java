package hostler.os.api;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The processes of one launch, however they fork: nobody leaves who is not allowed to. A group that
 * is gone has no members and is no error. Any thread may call.
 */
@ProviderType
public interface ControlGroup {

    /** Its directory. */
    Path directory();

    /** Whether a process lives in it or below it; a zombie does not. */
    boolean populated() throws IOException;

    /**
     * Kills all there are, however fast they fork ({@code cgroup.kill}); blocks until the kernel
     * says that nobody lives.
     *
     * @return false when that took longer than {@code patience}
     */
    boolean kill(Duration patience) throws IOException;

    /**
     * Makes all stand still ({@code cgroup.freeze}); blocks until the kernel says that they do.
     *
     * @return false when that took longer than {@code patience}; it goes on freezing
     */
    boolean freeze(Duration patience) throws IOException;

    /** Lets all go on; does not wait. Of a group that is not frozen this is no error. */
    void thaw() throws IOException;

    /** Removes it, and what is below it; a group that is populated stays. */
    void remove() throws IOException;
}
