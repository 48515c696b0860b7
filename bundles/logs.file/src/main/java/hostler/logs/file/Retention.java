package hostler.logs.file;

import hostler.core.api.Logging;
import hostler.core.api.ServiceRegistry;
import hostler.core.api.ServiceSpec;
import hostler.core.api.ServiceStatus;
import hostler.os.api.FileDoor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the files of all services within their caps by giving back their beginnings. Neither the
 * writer nor an offset is touched. For one thread.
 */
final class Retention {
    private static final Logger LOG = LoggerFactory.getLogger(Retention.class);

    /** How often a file that outgrows its cap quickly is looked at. */
    static final Duration SHORTEST_INTERVAL = Duration.ofMillis(100);

    private final ServiceRegistry services;
    private final FileDoor door;
    private final Duration longestInterval;

    /** Files of which nothing can be given back, so that it is said once. */
    private final Set<Path> failing = new HashSet<>();

    private Duration interval;

    Retention(ServiceRegistry services, FileDoor door, Duration longestInterval) {
        this.services = services;
        this.door = door;
        this.longestInterval = longestInterval;
        this.interval = longestInterval;
    }

    /**
     * Looks at every file once.
     *
     * @return when to look again: sooner while a file grows by more than a quarter of its cap
     *     between two looks
     */
    Duration pass() {
        List<Logging> files = files();
        Set<Path> paths = files.stream().map(Logging::file).collect(Collectors.toSet());
        failing.retainAll(paths);
        boolean hurry = false;
        for (Logging logging : files) {
            hurry |= trimmed(logging);
        }
        interval = hurry ? interval.dividedBy(4) : interval.multipliedBy(2);
        interval = clamp(interval, SHORTEST_INTERVAL, longestInterval);
        return interval;
    }

    /** Whoever starts a service: a unit that is made from a package appends to its file as well. */
    private List<Logging> files() {
        return services.list().stream().map(ServiceStatus::spec).map(ServiceSpec::logging).toList();
    }

    private static Duration clamp(Duration value, Duration least, Duration most) {
        Duration atLeast = value.compareTo(least) < 0 ? least : value;
        return atLeast.compareTo(most) > 0 ? most : atLeast;
    }

    /** Whether the file grew far beyond its cap since it was last looked at. */
    private boolean trimmed(Logging logging) {
        Path file = logging.file();
        try {
            long excess = trim(file, logging.maxBytes());
            if (failing.remove(file)) {
                LOG.info("{} is kept within {} bytes again", file, logging.maxBytes());
            }
            return excess > logging.maxBytes() / 4;
        } catch (IOException e) {
            if (failing.add(file)) {
                LOG.warn(
                        "cannot keep {} within {} bytes: {}; it grows until this works",
                        file,
                        logging.maxBytes(),
                        e.getMessage(),
                        e);
            }
            return false;
        }
    }

    /** Gives back what is beyond the cap; answers how much that was. */
    private long trim(Path file, long maxBytes) throws IOException {
        long size = size(file);
        if (size <= maxBytes) {
            return 0;
        }
        long excess = size - maxBytes - door.firstData(file, 0);
        if (excess > 0) {
            door.reclaim(file, size - maxBytes);
        }
        return excess;
    }

    /** Only a regular file under its own name is ever changed: a link could name any other. */
    private static long size(Path file) throws IOException {
        try {
            BasicFileAttributes attributes =
                    Files.readAttributes(
                            file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            return attributes.isRegularFile() ? attributes.size() : 0;
        } catch (NoSuchFileException ignored) {
            return 0; // nothing written yet
        }
    }
}
