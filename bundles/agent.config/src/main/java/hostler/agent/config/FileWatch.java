package hostler.agent.config;

import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells that a file may have changed. The directory is watched, so that a file replaced by rename
 * is seen; events of other files, an editor's temporary ones among them, are ignored.
 */
final class FileWatch implements AutoCloseable {
    /** A change is told when the file was left alone for this long. */
    static final Duration QUIET = Duration.ofMillis(200);

    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(2);
    private static final Logger LOG = LoggerFactory.getLogger(FileWatch.class);

    private final Path file;
    private final Runnable onChange;
    private final WatchService watcher;
    private final Thread thread;

    /**
     * Watches from the moment of return.
     *
     * @param onChange called on the thread of the watch
     * @throws IOException when the file's directory cannot be watched
     */
    FileWatch(Path file, Runnable onChange) throws IOException {
        this.file = file;
        this.onChange = onChange;
        this.watcher = file.getFileSystem().newWatchService();
        try {
            directory()
                    .register(
                            watcher,
                            StandardWatchEventKinds.ENTRY_CREATE,
                            StandardWatchEventKinds.ENTRY_MODIFY,
                            StandardWatchEventKinds.ENTRY_DELETE);
        } catch (IOException e) {
            watcher.close();
            throw e;
        }
        this.thread = Thread.ofPlatform().daemon().name("hostler-agent-yaml").start(this::watch);
    }

    private Path directory() {
        return file.resolveSibling(".").normalize();
    }

    private void watch() {
        try {
            boolean watched = true;
            while (watched) {
                WatchKey key = watcher.take();
                boolean concerned = concernsFile(key);
                watched = key.reset();
                if (concerned) {
                    awaitQuiet();
                    onChange.run();
                }
            }
            LOG.warn("{} is gone; changes of {} are not noticed any more", directory(), file);
        } catch (ClosedWatchServiceException closed) {
            LOG.debug("{} is no longer watched", file);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** An editor writes in several steps: the last one counts. */
    private void awaitQuiet() throws InterruptedException {
        WatchKey key = watcher.poll(QUIET.toMillis(), TimeUnit.MILLISECONDS);
        while (key != null) {
            key.pollEvents();
            key.reset();
            key = watcher.poll(QUIET.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private boolean concernsFile(WatchKey key) {
        boolean concerned = false;
        for (WatchEvent<?> event : key.pollEvents()) {
            concerned |=
                    event.kind().equals(StandardWatchEventKinds.OVERFLOW)
                            || file.getFileName().equals(event.context());
        }
        return concerned;
    }

    /** Ends the watch; waits a bounded time for a call that is under way. */
    @Override
    public void close() {
        try {
            watcher.close();
            thread.join(CLOSE_LIMIT);
        } catch (IOException e) {
            LOG.warn("ending the watch of {}", file, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
