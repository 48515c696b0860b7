package hostler.launcher.systemd;

import hostler.os.api.ProcessIdentity;
import hostler.os.api.ProcessTable;
import java.time.Instant;

/**
 * The main process of a unit, as systemd remembers it.
 *
 * @param pid its number; another's perhaps, once it has ended
 * @param startedUsec when it was started, in microseconds of the monotonic clock
 * @param startedAt the same by the wall clock
 */
record MainProcess(int pid, long startedUsec, Instant startedAt) {

    /** Clock ticks of {@code /proc} a second: USER_HZ, 100 on every architecture of today. */
    private static final long TICK_USEC = 10_000;

    /**
     * Who that is. Of a process that has ended nothing is left to look at: its identity is put
     * together from what systemd knows, and matches nobody who lives.
     */
    ProcessIdentity identity(ProcessTable table, boolean runs) {
        ProcessIdentity remembered =
                new ProcessIdentity(table.bootId(), pid, startedUsec / TICK_USEC);
        return runs ? table.identify(pid).orElse(remembered) : remembered;
    }
}
