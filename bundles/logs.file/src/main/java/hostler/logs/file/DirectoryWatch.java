package hostler.logs.file;

import static java.nio.file.StandardWatchEventKinds.ENTRY_CREATE;
import static java.nio.file.StandardWatchEventKinds.ENTRY_MODIFY;
import static java.nio.file.StandardWatchEventKinds.OVERFLOW;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Notices changes of files through one inotify instance for all followers. It is there, with its
 * thread and its watches, only while somebody follows.
 */
final class DirectoryWatch {

    /** Followers by name, in one directory. */
    private record Watched(WatchKey key, Map<String, Set<Follower>> followers) {
        Stream<Follower> all() {
            return followers.values().stream().flatMap(Set::stream);
        }

        Stream<Follower> of(WatchEvent<?> event) {
            return OVERFLOW.equals(event.kind())
                    ? all()
                    : followers.getOrDefault(String.valueOf(event.context()), Set.of()).stream();
        }
    }

    /** By directory; guarded by this. */
    private final Map<Path, Watched> directories = new HashMap<>();

    /** There while {@link #directories} has content; guarded by this. */
    private @Nullable WatchService service;

    /**
     * Tells a follower about every change of a file from now on. The file need not exist; its
     * directory is created.
     */
    synchronized void add(Path file, Follower follower) throws IOException {
        Path directory = directory(file);
        Watched watched = directories.get(directory);
        if (watched == null) {
            watched = new Watched(register(directory), new HashMap<>());
            directories.put(directory, watched);
        }
        watched.followers().computeIfAbsent(name(file), ignored -> new HashSet<>()).add(follower);
    }

    /** Tells a follower no more. */
    synchronized void remove(Path file, Follower follower) {
        Watched watched = directories.get(directory(file));
        if (watched == null) {
            return;
        }
        watched.followers()
                .computeIfPresent(
                        name(file),
                        (ignored, followers) ->
                                followers.remove(follower) && followers.isEmpty()
                                        ? null
                                        : followers);
        if (watched.followers().isEmpty()) {
            watched.key().cancel();
            directories.remove(directory(file));
            closeWhenIdle();
        }
    }

    private static Path directory(Path file) {
        Path parent = file.toAbsolutePath().getParent();
        return parent == null ? file : parent;
    }

    private static String name(Path file) {
        return String.valueOf(file.getFileName());
    }

    private WatchKey register(Path directory) throws IOException {
        Files.createDirectories(directory);
        WatchService current = service;
        if (current == null) {
            current = FileSystems.getDefault().newWatchService();
            service = current;
            WatchService watched = current;
            Thread.ofPlatform().daemon().name("hostler-logs-watch").start(() -> listen(watched));
        }
        try {
            return directory.register(current, ENTRY_CREATE, ENTRY_MODIFY);
        } catch (IOException e) {
            closeWhenIdle();
            throw e;
        }
    }

    private void closeWhenIdle() {
        WatchService idle = service;
        if (idle != null && directories.isEmpty()) {
            service = null;
            try {
                idle.close();
            } catch (IOException e) {
                throw new UncheckedIOException("cannot close inotify", e);
            }
        }
    }

    private void listen(WatchService watched) {
        try {
            while (true) {
                dispatch(watched.take());
            }
        } catch (ClosedWatchServiceException ignored) {
            // The last follower has gone.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void dispatch(WatchKey key) {
        List<WatchEvent<?>> events = key.pollEvents();
        Watched watched = watched(key);
        if (watched == null) {
            return;
        }
        events.stream().flatMap(watched::of).distinct().forEach(Follower::changed);
        if (!key.reset()) {
            watchAgain((Path) key.watchable(), watched);
        }
    }

    private @Nullable Watched watched(WatchKey key) {
        Watched watched = directories.get((Path) key.watchable());
        return watched != null && watched.key().equals(key) ? watched : null;
    }

    /** The directory itself was removed. */
    private void watchAgain(Path directory, Watched before) {
        try {
            directories.put(directory, new Watched(register(directory), before.followers()));
            before.all().forEach(Follower::changed);
        } catch (IOException e) {
            directories.remove(directory);
            before.all().forEach(follower -> follower.lost(e));
        }
    }
}
