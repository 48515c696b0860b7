package hostler.core.state;

import java.io.FileDescriptor;
import java.io.IOException;

/**
 * Makes what was written to a file durable (fsync(2)); a seam for tests with failing disks, and for
 * those that end the process between two steps.
 */
@FunctionalInterface
interface Sync {
    void sync(FileDescriptor file) throws IOException;

    /** The writer has taken a step; outside tests nobody wants to know. */
    default void taken(Step step) {}
}
