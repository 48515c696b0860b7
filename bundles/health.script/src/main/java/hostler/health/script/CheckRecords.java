package hostler.health.script;

import hostler.core.api.ServiceId;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;

/** The directory of the runs' records and outputs, and their names. Thread-safe. */
final class CheckRecords {
    private final Path directory;
    private final String incarnation =
            Long.toString(System.currentTimeMillis(), Character.MAX_RADIX);
    private final AtomicLong runs = new AtomicLong();
    private boolean swept;

    CheckRecords(Path directory) {
        this.directory = directory;
    }

    /**
     * The directory, created when needed. The first call removes what an agent that was killed left
     * in it.
     */
    synchronized Path directory() throws IOException {
        Files.createDirectories(directory);
        if (!swept) {
            sweep();
            swept = true;
        }
        return directory;
    }

    private void sweep() throws IOException {
        try (DirectoryStream<Path> leftovers = Files.newDirectoryStream(directory)) {
            for (Path leftover : leftovers) {
                Files.deleteIfExists(leftover);
            }
        }
    }

    /** A launch id that was never used before. */
    String nextLaunchId(ServiceId service) {
        return service + ".check." + incarnation + "." + runs.incrementAndGet();
    }
}
