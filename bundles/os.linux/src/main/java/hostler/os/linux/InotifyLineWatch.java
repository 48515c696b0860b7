package hostler.os.linux;

import static java.nio.file.StandardWatchEventKinds.ENTRY_CREATE;
import static java.nio.file.StandardWatchEventKinds.ENTRY_MODIFY;

import hostler.os.api.FileDoor;
import hostler.os.api.LineWatch;
import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at a log when the kernel says that it has changed, at all of them on one thread, and only
 * until the line was found or the search closed.
 */
@Component(service = LineWatch.class)
public final class InotifyLineWatch implements LineWatch, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(InotifyLineWatch.class);

    /** How much of a found line is told. */
    static final int LONGEST_QUOTE = 200;

    private final FileDoor door;
    private final Set<LogSearch> searches = ConcurrentHashMap.newKeySet();

    /** Of the directories with a search; guarded by this. */
    private final Map<Path, WatchKey> keys = new ConcurrentHashMap<>();

    /** There from the first search on, as is its thread; guarded by this. */
    private @Nullable WatchService service;

    /**
     * Opens nothing yet.
     *
     * @param door finds what is left of logs whose beginning was given back
     */
    @Activate
    public InotifyLineWatch(@Reference FileDoor door) {
        this.door = door;
    }

    @Override
    public Search search(Path log, String text, OptionalLong from, Consumer<String> found) {
        LogTail tail = new LogTail(log, door, from.orElseGet(() -> size(log)));
        LogSearch search = new LogSearch(log, text, tail, found);
        searches.add(search);
        try {
            watch(search.directory());
            Thread.ofVirtual().name("hostler-line-search").start(search::look);
        } catch (IOException e) {
            search.lost(e);
        }
        return search;
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException notYet) {
            return 0;
        }
    }

    private synchronized void watch(Path directory) throws IOException {
        if (!keys.containsKey(directory)) {
            keys.put(directory, directory.register(service(), ENTRY_CREATE, ENTRY_MODIFY));
        }
    }

    private WatchService service() throws IOException {
        WatchService current = service;
        if (current == null) {
            current = Path.of("/").getFileSystem().newWatchService();
            service = current;
            WatchService changes = current;
            Thread.ofPlatform().daemon().name("hostler-line-watch").start(() -> listen(changes));
        }
        return current;
    }

    private void listen(WatchService changes) {
        try {
            while (true) {
                changed(changes.take());
            }
        } catch (ClosedWatchServiceException ignored) {
            // Nobody searches any more.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void changed(WatchKey key) {
        List<WatchEvent<?>> events = key.pollEvents();
        // Before the look, so that what changes meanwhile is an event again.
        boolean there = key.reset();
        if (key.equals(keys.get((Path) key.watchable()))) {
            searchesIn((Path) key.watchable()).forEach(search -> search.changed(events, there));
        }
    }

    private List<LogSearch> searchesIn(Path directory) {
        return searches.stream().filter(search -> search.directory().equals(directory)).toList();
    }

    private synchronized void remove(LogSearch search) {
        searches.remove(search);
        Path directory = search.directory();
        if (searchesIn(directory).isEmpty()) {
            WatchKey idle = keys.remove(directory);
            if (idle != null) {
                idle.cancel();
            }
        }
    }

    /** One search, which is looked after until it is over. */
    private final class LogSearch implements Search {
        private final Path log;
        private final String text;
        private final LogTail tail;
        private final LineSearch lines;
        private final Consumer<String> found;

        private LogSearch(Path log, String text, LogTail tail, Consumer<String> found) {
            this.log = log;
            this.text = text;
            this.tail = tail;
            this.lines = new LineSearch(text);
            this.found = found;
        }

        private Path directory() {
            return Objects.requireNonNull(log.getParent(), "a log is in a directory");
        }

        private void changed(List<WatchEvent<?>> events, boolean there) {
            if (!there) {
                lost(new IOException(directory() + " is gone"));
            } else if (isMeant(events)) {
                look();
            }
        }

        /** An event without a name says that events were lost. */
        private boolean isMeant(List<WatchEvent<?>> events) {
            return events.stream()
                    .map(WatchEvent::context)
                    .anyMatch(name -> name == null || name.equals(log.getFileName()));
        }

        private void look() {
            // Without a lock: who hears of it may be about to close the search.
            firstLine().map(InotifyLineWatch::quoted).ifPresent(found);
        }

        private synchronized Optional<String> firstLine() {
            try {
                Optional<String> line = tail.search(lines, () -> searches.contains(this));
                if (line.isPresent()) {
                    close();
                }
                return line;
            } catch (IOException e) {
                lost(e);
                return Optional.empty();
            }
        }

        private void lost(IOException e) {
            LOG.warn(
                    "{} is not searched for '{}' any more, so the service that writes it does not"
                            + " become ready",
                    log,
                    text,
                    e);
            close();
        }

        @Override
        public void close() {
            remove(this);
            closeTail();
        }

        private synchronized void closeTail() {
            try {
                tail.close();
            } catch (IOException e) {
                LOG.warn("cannot close {}", log, e);
            }
        }
    }

    private static String quoted(String line) {
        String readable = line.replaceAll("\\p{Cntrl}", " ").strip();
        return readable.length() <= LONGEST_QUOTE ? readable : readable.substring(0, LONGEST_QUOTE);
    }

    /** Ends all searches; no new one begins afterwards. */
    @Deactivate
    @Override
    public void close() throws IOException {
        searches.forEach(LogSearch::close);
        closeService();
    }

    private synchronized void closeService() throws IOException {
        if (service != null) {
            service.close();
        }
    }
}
