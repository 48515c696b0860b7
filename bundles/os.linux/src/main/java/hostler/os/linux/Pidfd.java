package hostler.os.linux;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.MemorySegment;
import java.util.Optional;

/** Descriptors that stand for a process, see pidfd_open(2); readable once it has ended. */
final class Pidfd {

    private static final CFunction OPEN =
            CFunction.systemCall("pidfd_open", 434, JAVA_INT, JAVA_INT);
    private static final CFunction SEND =
            CFunction.systemCall("pidfd_send_signal", 424, JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT);

    private Pidfd() {}

    /** Opens one, closed on exec; empty when there is no such process. */
    static Optional<Integer> open(int pid) throws ErrnoException {
        try {
            return Optional.of((int) OPEN.call(pid, 0));
        } catch (ErrnoException e) {
            // EINVAL and ENOENT: the number is a thread's now.
            if (e.errno() == Errno.ESRCH
                    || e.errno() == Errno.EINVAL
                    || e.errno() == Errno.ENOENT) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** Sends a signal; ESRCH when the process has been reaped. */
    static void send(int pidfd, int signal) throws ErrnoException {
        SEND.call(pidfd, signal, MemorySegment.NULL, 0);
    }
}
