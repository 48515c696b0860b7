package hostler.logs.file;

import hostler.core.api.Failure;
import hostler.core.api.ServiceException;
import hostler.core.api.ServiceRegistry;
import hostler.core.api.ServiceSpec;
import hostler.logs.api.LogBackend;
import hostler.logs.api.LogBackendType;
import hostler.logs.api.LogPage;
import hostler.logs.api.LogQuery;
import hostler.logs.api.LogReader;
import hostler.os.api.FileDoor;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/**
 * Reads the files that directly started services append to. Nothing stands between a service and
 * its file, so nothing is lost while this backend or the agent is away; readers still open when it
 * goes end after what was written until then.
 */
@LogBackendType(FileLogBackend.TYPE)
@Designate(ocd = FileLogBackend.Config.class)
@Component(configurationPid = "hostler.logs.file")
public final class FileLogBackend implements LogBackend {

    /** The launch method whose logs are kept here. */
    static final String TYPE = "direct";

    @ObjectClassDefinition(name = "File log backend")
    @interface Config {
        @AttributeDefinition(
                description = "How often files are looked at for having outgrown their cap, ms",
                min = "100")
        long retention_interval_ms() default 10_000;
    }

    private final FileDoor door;
    private final DirectoryWatch watch = new DirectoryWatch();
    private final Set<FileLogReader> followers = ConcurrentHashMap.newKeySet();
    private final CountDownLatch closed = new CountDownLatch(1);

    @Activate
    public FileLogBackend(
            Config config, @Reference ServiceRegistry services, @Reference FileDoor door) {
        this.door = door;
        Duration interval =
                Duration.ofMillis(
                        Math.max(
                                config.retention_interval_ms(),
                                Retention.SHORTEST_INTERVAL.toMillis()));
        Retention retention = new Retention(services, door, interval);
        Thread.ofPlatform()
                .daemon()
                .name("hostler-logs-retention")
                .start(() -> keepWithinCaps(retention, interval));
    }

    private void keepWithinCaps(Retention retention, Duration interval) {
        try {
            Duration delay = interval;
            while (!closed.await(delay.toMillis(), TimeUnit.MILLISECONDS)) {
                delay = retention.pass();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Goes to where a reader begins. */
    private interface Start {
        FileLogReader of(FileLogReader reader) throws IOException;
    }

    @Override
    public LogReader open(ServiceSpec spec, int tail, boolean follow) throws ServiceException {
        if (tail < 0) {
            throw new ServiceException(
                    Failure.INVALID_ARGUMENT, "a tail of " + tail + " lines; 0 or more expected");
        }
        return reader(spec, follow, reader -> reader.seek(tail));
    }

    @Override
    public LogReader resume(ServiceSpec spec, String cursor, boolean follow)
            throws ServiceException {
        FileCursor place =
                FileCursor.parse(cursor)
                        .orElseThrow(
                                () ->
                                        new ServiceException(
                                                Failure.INVALID_ARGUMENT,
                                                "'" + cursor + "' is no place in a log file"));
        return reader(spec, follow, reader -> reader.resume(place));
    }

    @Override
    public LogPage query(ServiceSpec spec, LogQuery query)
            throws ServiceException, InterruptedException {
        if (query.filter().boot().isPresent()) {
            throw new ServiceException(
                    Failure.FAILED_PRECONDITION,
                    "the log of "
                            + spec.id()
                            + " is a file, which does not tell one boot from another; ask for a"
                            + " time instead");
        }
        try (OpenLog log = OpenLog.open(spec.logging().file(), door).orElse(null)) {
            return log == null
                    ? new LogPage.Builder(query).build()
                    : new FileSearch(log, query).page();
        } catch (IOException e) {
            throw unreadable(spec, e);
        }
    }

    private LogReader reader(ServiceSpec spec, boolean follow, Start start)
            throws ServiceException {
        Path file = spec.logging().file();
        try {
            return follow
                    ? follow(file, start)
                    : start.of(new FileLogReader(file, door, false, done -> {}));
        } catch (IOException e) {
            throw unreadable(spec, e);
        }
    }

    private static ServiceException unreadable(ServiceSpec spec, IOException e) {
        return new ServiceException(
                Failure.UNAVAILABLE,
                "cannot read the log of " + spec.id() + ": " + e.getMessage(),
                e);
    }

    /** The watch comes before the first look at the file, so that no change falls in between. */
    private LogReader follow(Path file, Start start) throws IOException {
        FileLogReader reader =
                new FileLogReader(
                        file,
                        door,
                        true,
                        done -> {
                            followers.remove(done);
                            watch.remove(file, done);
                        });
        try {
            watch.add(file, reader);
            followers.add(reader);
            start.of(reader);
            if (closed.getCount() == 0) {
                reader.endFollowing();
            }
            return reader;
        } catch (IOException e) {
            reader.close();
            throw e;
        }
    }

    @Deactivate
    void close() {
        closed.countDown();
        followers.forEach(FileLogReader::endFollowing);
    }
}
