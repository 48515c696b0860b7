package hostler.os.api;

/**
 * A limit of setrlimit(2) on one resource of a process; children inherit it.
 *
 * @param resource what is limited
 * @param soft what is enforced, in the resource's unit, or {@link #UNLIMITED}
 * @param hard up to where the process itself may raise it, or {@link #UNLIMITED}
 */
public record ResourceLimit(Resource resource, long soft, long hard) {

    /** No limit at all. */
    public static final long UNLIMITED = -1;

    /** What can be limited, and its unit. */
    public enum Resource {
        /** Seconds of processor time. */
        CPU,
        /** Bytes of the largest file it may write. */
        FSIZE,
        /** Bytes of a stack. */
        STACK,
        /** Bytes of a core dump. */
        CORE,
        /** Processes and threads of its user; not enforced for root. */
        NPROC,
        /** One more than the highest file descriptor. */
        NOFILE,
        /** Bytes locked into memory. */
        MEMLOCK,
        /** Bytes of address space. */
        AS
    }

    public ResourceLimit {
        if (soft < UNLIMITED || hard < UNLIMITED || exceeds(soft, hard)) {
            throw new IllegalArgumentException(
                    "a soft limit up to the hard limit was expected, both at least 0");
        }
    }

    private static boolean exceeds(long soft, long hard) {
        return Long.compareUnsigned(soft, hard) > 0;
    }
}
