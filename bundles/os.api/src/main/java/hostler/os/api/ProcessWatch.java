package hostler.os.api;

import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Tells when processes end, children or not, through the kernel (pidfd_open(2)) and without a
 * thread each.
 */
@ProviderType
public interface ProcessWatch {

    /**
     * Takes hold of a process. The identity is compared after the descriptor is open, so what is
     * held is exactly that process.
     *
     * @param onExit called once, on the watch's own thread, when it ends; it must not block
     * @return empty when the process is gone or the pid belongs to another by now
     */
    Optional<HeldProcess> hold(ProcessIdentity identity, Runnable onExit);
}
