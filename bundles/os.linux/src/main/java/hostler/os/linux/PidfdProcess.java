package hostler.os.linux;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import hostler.os.api.HeldProcess;
import hostler.os.api.ProcessIdentity;
import hostler.os.api.Signal;
import java.io.UncheckedIOException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A process held by its pidfd. The lock keeps the descriptor open while it is used: once closed its
 * number may be another's, and a signal would reach a stranger.
 */
final class PidfdProcess implements HeldProcess {

    private static final Logger LOG = LoggerFactory.getLogger(PidfdProcess.class);
    private static final int CLOSED = -1;

    private final ProcessIdentity identity;
    private final Runnable onExit;
    private final Runnable onClose;
    private final Object lock = new Object();

    @GuardedBy("lock")
    private int pidfd;

    /**
     * @param onExit what the holder wants done when the process ends
     * @param onClose what the watch wants done when the holder lets go
     */
    PidfdProcess(ProcessIdentity identity, int pidfd, Runnable onExit, Runnable onClose) {
        this.identity = identity;
        this.pidfd = pidfd;
        this.onExit = onExit;
        this.onClose = onClose;
    }

    @Override
    public ProcessIdentity identity() {
        return identity;
    }

    /** {@inheritDoc} False as well after {@link #close}. */
    @Override
    public boolean alive() {
        synchronized (lock) {
            return pidfd != CLOSED && !hasEnded();
        }
    }

    @GuardedBy("lock")
    private boolean hasEnded() {
        try {
            return Descriptors.readable(pidfd, Duration.ZERO);
        } catch (ErrnoException e) {
            throw new UncheckedIOException("cannot ask for process " + identity.pid(), e);
        }
    }

    @Override
    public boolean send(Signal signal) {
        synchronized (lock) {
            // The kernel takes signals for a zombie too; to the caller it is gone.
            return pidfd != CLOSED && !hasEnded() && deliver(signal);
        }
    }

    @GuardedBy("lock")
    private boolean deliver(Signal signal) {
        try {
            Pidfd.send(pidfd, signal.number());
            return true;
        } catch (ErrnoException e) {
            if (e.errno() == Errno.ESRCH) {
                return false;
            }
            String what = "cannot send " + signal + " to process " + identity.pid();
            if (e.errno() == Errno.EPERM) {
                throw new SecurityException(what + ": not permitted", e);
            }
            throw new UncheckedIOException(what, e);
        }
    }

    /** Called by the watch, once, when the process has ended; tells the holder unless it let go. */
    void ended() {
        if (release()) {
            try {
                onExit.run();
            } catch (RuntimeException | LinkageError e) {
                LOG.error("the notice that process {} ended was not taken", identity.pid(), e);
            }
        }
    }

    @Override
    public void close() {
        if (release()) {
            onClose.run();
        }
    }

    private boolean release() {
        synchronized (lock) {
            boolean open = pidfd != CLOSED;
            if (open) {
                Descriptors.close(pidfd);
                pidfd = CLOSED;
            }
            return open;
        }
    }
}
