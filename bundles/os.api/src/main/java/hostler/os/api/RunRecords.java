package hostler.os.api;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Where the keepers of one part of the agent's own runs (a check, a query) write their records, and
 * how those runs are called. Such a run ends with the agent, so nobody asks for what an agent that
 * was killed has left there. Thread-safe.
 */
public final class RunRecords {
    private final Path directory;
    private final String incarnation =
            Long.toString(System.currentTimeMillis(), Character.MAX_RADIX);
    private final AtomicLong runs = new AtomicLong();
    private boolean swept;

    /**
     * Touches nothing yet.
     *
     * @param directory that nobody else writes to
     */
    public RunRecords(Path directory) {
        this.directory = directory;
    }

    /**
     * The directory, created when needed; the first call removes what is in it. Blocks for that.
     *
     * @throws IOException when it cannot be made or emptied; the next call tries again
     */
    public synchronized Path directory() throws IOException {
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

    /**
     * A launch id that was never used before.
     *
     * @param what runs, as the id is to begin
     */
    public String nextLaunchId(String what) {
        return what + "." + incarnation + "." + runs.incrementAndGet();
    }
}
