package hostler.os.api;

/**
 * The true identity of a process: a pid alone is reused, the three together never are.
 *
 * @param bootId the kernel's boot id ({@code /proc/sys/kernel/random/boot_id}); a different one
 *     means a process of an earlier boot, which cannot be alive
 * @param pid the process id in the agent's pid namespace
 * @param startTicks start time in clock ticks since boot: field 22 of {@code /proc/PID/stat}, see
 *     proc_pid_stat(5)
 */
public record ProcessIdentity(String bootId, int pid, long startTicks) {
    public ProcessIdentity {
        if (pid <= 0) {
            throw new IllegalArgumentException("a process id is positive, not " + pid);
        }
    }
}
