package hostler.launcher.api;

import java.util.OptionalLong;

/**
 * What the whole tree of a launch uses of the machine, as the kernel accounts for its control
 * group. What is empty is not known: the machine lacks the controller, or accounting is off; it is
 * never zero for that reason.
 *
 * @param memoryBytes memory it has now, page cache included
 * @param peakMemoryBytes the most it has had
 * @param cpuNanos processor time it has spent, user and system
 * @param tasks its processes and threads
 * @param readBytes read from block devices
 * @param writtenBytes written to block devices
 */
public record Usage(
        OptionalLong memoryBytes,
        OptionalLong peakMemoryBytes,
        OptionalLong cpuNanos,
        OptionalLong tasks,
        OptionalLong readBytes,
        OptionalLong writtenBytes) {

    /** Of a launch of which nothing is known. */
    public static final Usage UNKNOWN =
            new Usage(
                    OptionalLong.empty(),
                    OptionalLong.empty(),
                    OptionalLong.empty(),
                    OptionalLong.empty(),
                    OptionalLong.empty(),
                    OptionalLong.empty());
}
