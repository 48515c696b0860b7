package hostler.core.state;

import java.io.FileDescriptor;
import java.io.IOException;

/** Makes what was written to a file durable (fsync(2)); a seam for tests with failing disks. */
@FunctionalInterface
interface Sync {
    void sync(FileDescriptor file) throws IOException;
}
