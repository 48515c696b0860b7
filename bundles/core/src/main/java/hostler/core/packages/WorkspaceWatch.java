package hostler.core.packages;

import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells when a package.json in the workspace may have come, changed or gone. It is a hint that
 * makes a scan come sooner: where the kernel refuses to watch (a limit, a network file system),
 * only the regular scan is left.
 */
public final class WorkspaceWatch implements AutoCloseable {
    /** Directories that are watched; more are left to the regular scan. */
    static final int MAX_DIRECTORIES = 8192;

    private static final Logger LOG = LoggerFactory.getLogger(WorkspaceWatch.class);

    /** It is told after so much quiet, so that a tree that is being copied is told once. */
    private static final Duration QUIET = Duration.ofMillis(200);

    /** And at the latest after this, however busy the workspace is. */
    private static final Duration LATEST = Duration.ofSeconds(2);

    /** How often a workspace that was removed is looked for; nothing tells of its return. */
    private static final Duration RETURN = Duration.ofSeconds(5);

    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final Path workspace;
    private final Runnable onChange;
    private final WatchService service;
    private final Thread thread;

    /** Only the thread uses it, after the constructor. */
    private final Map<WatchKey, Path> directories = new HashMap<>();

    /**
     * Begins to watch an existing workspace.
     *
     * @param onChange called on the watch's own thread; it may block, and must not throw
     * @throws IOException when the workspace cannot be watched
     */
    public WorkspaceWatch(Path workspace, Runnable onChange) throws IOException {
        this.workspace = workspace.toRealPath();
        this.onChange = onChange;
        this.service = workspace.getFileSystem().newWatchService();
        try {
            register(this.workspace);
        } catch (IOException e) {
            service.close();
            throw e;
        }
        watchBelow(this.workspace);
        this.thread = Thread.ofPlatform().daemon().name("workspace-watch").start(this::run);
    }

    /** Ends the watch; waits a moment for a call of {@code onChange} that is under way. */
    @Override
    public void close() {
        try {
            service.close();
            if (!Thread.currentThread().equals(thread)) {
                thread.join(PATIENCE);
            }
        } catch (IOException e) {
            LOG.warn("closing the watch on {}", workspace, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            while (true) {
                if (changed(next())) {
                    settle();
                    onChange.run();
                }
            }
        } catch (ClosedWatchServiceException closed) {
            LOG.debug("the watch on {} has ended", workspace);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The next directory with events; null when the workspace is gone and may have come back. */
    private @Nullable WatchKey next() throws InterruptedException {
        return directories.isEmpty()
                ? service.poll(RETURN.toMillis(), TimeUnit.MILLISECONDS)
                : service.take();
    }

    private void settle() throws InterruptedException {
        long latest = System.nanoTime() + LATEST.toNanos();
        while (System.nanoTime() - latest < 0) {
            WatchKey key = service.poll(QUIET.toMillis(), TimeUnit.MILLISECONDS);
            if (key == null) {
                return;
            }
            changed(key);
        }
    }

    private boolean changed(@Nullable WatchKey key) {
        if (key == null) {
            watchBelow(workspace);
            return !directories.isEmpty();
        }
        Path directory = directories.getOrDefault(key, workspace);
        boolean changed = false;
        for (WatchEvent<?> event : key.pollEvents()) {
            changed |= matters(directory, event);
        }
        if (!key.reset()) {
            directories.remove(key);
            changed = true;
        }
        return changed;
    }

    private boolean matters(Path directory, WatchEvent<?> event) {
        if (!(event.context() instanceof Path name)) {
            // Events were lost: directories may have come meanwhile.
            watchBelow(workspace);
            return true;
        }
        Path path = directory.resolve(name);
        if (event.kind().equals(StandardWatchEventKinds.ENTRY_MODIFY)) {
            return name.endsWith(PackageDirectories.FILE);
        }
        if (event.kind().equals(StandardWatchEventKinds.ENTRY_CREATE)
                && Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
            watchBelow(path);
            return PackageDirectories.looksInto(path);
        }
        return name.endsWith(PackageDirectories.FILE) || forget(path);
    }

    /** A directory that was moved away would go on telling under its old name. */
    private boolean forget(Path path) {
        List<WatchKey> gone =
                directories.entrySet().stream()
                        .filter(entry -> entry.getValue().startsWith(path))
                        .map(Map.Entry::getKey)
                        .toList();
        gone.forEach(WatchKey::cancel);
        return directories.keySet().removeAll(gone);
    }

    /** Registering a directory twice gives the same key, so this may be repeated. */
    private void watchBelow(Path top) {
        try {
            Files.walkFileTree(top, Set.of(), PackageDirectories.MAX_DEPTH, new Registration());
        } catch (IOException e) {
            LOG.warn("cannot watch below {}; the regular scan goes on", top, e);
        }
    }

    private void register(Path directory) throws IOException {
        WatchKey key =
                directory.register(
                        service,
                        StandardWatchEventKinds.ENTRY_CREATE,
                        StandardWatchEventKinds.ENTRY_MODIFY,
                        StandardWatchEventKinds.ENTRY_DELETE);
        directories.put(key, directory);
    }

    private final class Registration extends SimpleFileVisitor<Path> {
        @Override
        public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
                throws IOException {
            if (!directory.equals(workspace) && !PackageDirectories.looksInto(directory)) {
                return FileVisitResult.SKIP_SUBTREE;
            }
            if (directories.size() >= MAX_DIRECTORIES) {
                LOG.warn("{}: only {} directories are watched", workspace, MAX_DIRECTORIES);
                return FileVisitResult.TERMINATE;
            }
            register(directory);
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException unreadable) {
            // The scan tells of it; here it may just as well be gone again.
            return FileVisitResult.CONTINUE;
        }
    }
}
