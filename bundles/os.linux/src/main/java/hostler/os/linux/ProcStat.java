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
 */
record ProcStat(int pid, String name, char state, int parent, int session, long startTicks) {

    private static final int KTHREADD = 2;

    /* Positions after the name, which is field 2. */
    private static final int STATE = 0;
    private static final int PARENT = 1;
    private static final int SESSION = 3;
    private static final int START_TICKS = 19;

    /**
     * @throws IllegalArgumentException when it is not such a line
     */
    static ProcStat parse(String line) {
        int open = line.indexOf('(');
        int close = line.lastIndexOf(')');
        String[] fields =
                close < 0
                        ? new String[0]
                        : line.substring(close + 1).strip().split(" ", START_TICKS + 2);
        if (open < 1 || close < open || fields.length <= START_TICKS) {
            throw new IllegalArgumentException("not a line of /proc/PID/stat: '" + line + "'");
        }
        return new ProcStat(
                Integer.parseInt(line.substring(0, open).strip()),
                line.substring(open + 1, close),
                fields[STATE].charAt(0),
                Integer.parseInt(fields[PARENT]),
                Integer.parseInt(fields[SESSION]),
                Long.parseLong(fields[START_TICKS]));
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
