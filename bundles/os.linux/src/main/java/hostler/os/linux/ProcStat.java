package hostler.os.linux;

/**
 * What {@code /proc/PID/stat} tells of a process, see proc_pid_stat(5).
 *
 * @param pid process id
 * @param name up to 15 bytes, whatever the process chose: blanks and parentheses too
 * @param state one letter, {@code Z} for a zombie
 * @param parent pid of the parent
 * @param session id of the session
 * @param startTicks start time after boot, in clock ticks
 * @param cost what it uses
 */
record ProcStat(
        int pid, String name, char state, int parent, int session, long startTicks, Cost cost) {

    /**
     * What a process uses of the machine.
     *
     * @param ticks processor time of its own, user and system, in clock ticks
     * @param reapedTicks the same of the children it has waited for, and of theirs
     * @param residentPages its pages that are in RAM
     */
    record Cost(long ticks, long reapedTicks, long residentPages) {
        static final Cost NONE = new Cost(0, 0, 0);
    }

    private static final long NANOS = 1_000_000_000;
    private static final int KTHREADD = 2;

    /* Positions after the name, which is field 2. */
    private static final int STATE = 0;
    private static final int PARENT = 1;
    private static final int SESSION = 3;
    private static final int USER_TICKS = 11;
    private static final int SYSTEM_TICKS = 12;
    private static final int REAPED_USER_TICKS = 13;
    private static final int REAPED_SYSTEM_TICKS = 14;
    private static final int START_TICKS = 19;
    private static final int RESIDENT_PAGES = 21;

    /**
     * @throws IllegalArgumentException when it is not such a line
     */
    static ProcStat parse(String line) {
        int open = line.indexOf('(');
        int close = line.lastIndexOf(')');
        String[] fields =
                close < 0
                        ? new String[0]
                        : line.substring(close + 1).strip().split(" ", RESIDENT_PAGES + 2);
        if (open < 1 || close < open || fields.length <= RESIDENT_PAGES) {
            throw new IllegalArgumentException("not a line of /proc/PID/stat: '" + line + "'");
        }
        return new ProcStat(
                Integer.parseInt(line.substring(0, open).strip()),
                line.substring(open + 1, close),
                fields[STATE].charAt(0),
                Integer.parseInt(fields[PARENT]),
                Integer.parseInt(fields[SESSION]),
                Long.parseLong(fields[START_TICKS]),
                cost(fields));
    }

    private static Cost cost(String[] fields) {
        return new Cost(
                Long.parseLong(fields[USER_TICKS]) + Long.parseLong(fields[SYSTEM_TICKS]),
                Long.parseLong(fields[REAPED_USER_TICKS])
                        + Long.parseLong(fields[REAPED_SYSTEM_TICKS]),
                Long.parseLong(fields[RESIDENT_PAGES]));
    }

    /** How long ago it started, on a machine that has been up for so long. */
    long ageNanos(long uptimeNanos, long ticksPerSecond) {
        return Math.max(0, uptimeNanos - startTicks * (NANOS / ticksPerSecond));
    }

    /** Neither a zombie nor about to vanish. */
    boolean alive() {
        return state != 'Z' && state != 'X' && state != 'x';
    }

    /** A thread of the kernel, which has no environment and belongs to nobody. */
    boolean kernelThread() {
        return pid == KTHREADD || parent == KTHREADD;
    }
}
