package hostler.core.state;

import hostler.core.api.ServiceId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The files {@code state.N} of a directory, the highest number being the newest. */
final class Generations {
    /** However damaged they are. */
    static final int MOST_KEPT = 8;

    private static final Logger LOG = LoggerFactory.getLogger(Generations.class);
    private static final Pattern NAME = Pattern.compile("state\\.(\\d{1,18})");

    private final Path directory;

    Generations(Path directory) {
        this.directory = directory;
    }

    Generation begin(long number, byte[] snapshot, Sync sync) throws IOException {
        return Generation.begin(directory, "state." + number, snapshot, sync);
    }

    /** The number of the newest; 0 when there is none. */
    long newest() throws IOException {
        NavigableMap<Long, Path> files = files();
        return files.isEmpty() ? 0 : files.lastKey();
    }

    /**
     * What is remembered: the newest generation, laid over the ones before as far back as there is
     * damage.
     */
    Map<ServiceId, ServiceRecord> replay() throws IOException {
        Deque<Replay> replays = new ArrayDeque<>();
        for (Path file : files().descendingMap().values()) {
            Replay replay = Replay.read(file);
            replays.push(replay);
            if (replay.intact()) {
                break;
            }
            LOG.warn("{}; the gaps are filled from the one before", replay.describeDamage());
        }
        Map<ServiceId, ServiceRecord> records = new TreeMap<>();
        replays.forEach(replay -> replay.applyTo(records));
        return records;
    }

    /** Keeps the newest, which is written, and those before as far back as one that is intact. */
    void prune(long newest) {
        try {
            int kept = 1;
            boolean covered = false;
            for (Path file : files().headMap(newest, false).descendingMap().values()) {
                if (covered || kept == MOST_KEPT) {
                    Files.deleteIfExists(file);
                } else {
                    covered = Replay.read(file).intact();
                    kept++;
                }
            }
        } catch (IOException e) {
            LOG.warn("deleting old generations in {}", directory, e);
        }
    }

    private NavigableMap<Long, Path> files() throws IOException {
        NavigableMap<Long, Path> files = new TreeMap<>();
        try (Stream<Path> entries = Files.list(directory)) {
            for (Path entry : (Iterable<Path>) entries::iterator) {
                Matcher name = NAME.matcher(entry.getFileName().toString());
                if (name.matches()) {
                    files.put(Long.valueOf(name.group(1)), entry);
                }
            }
        }
        return files;
    }
}
