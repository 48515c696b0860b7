package hostler.metrics;

import hostler.metrics.api.HostSample;
import hostler.metrics.api.HostSample.CpuMode;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** The machine, to be read. */
interface Machine {

    /** Reads all of it now. Blocks for some small files, never for a disk. */
    Reading read() throws IOException;

    /** Its RAM, in bytes. */
    long memoryBytes() throws IOException;

    /** As {@link HostSample}, without what only two of them tell. */
    record Reading(
            Instant bootedAt,
            List<Map<CpuMode, Duration>> processors,
            HostSample.Memory memory,
            HostSample.Load load,
            HostSample.Disk root,
            List<HostSample.Network> networks) {}
}
