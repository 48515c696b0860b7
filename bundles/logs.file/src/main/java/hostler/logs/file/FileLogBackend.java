package hostler.logs.file;

import hostler.core.api.Failure;
import hostler.core.api.ServiceException;
import hostler.core.api.ServiceRegistry;
import hostler.core.api.ServiceSpec;
import hostler.logs.api.LogBackend;
import hostler.logs.api.LogBackendType;
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

    @Override
    public LogReader open(ServiceSpec spec, int tail, boolean follow) throws ServiceException {
        if (tail < 0) {
            throw new ServiceException(
                    Failure.INVALID_ARGUMENT, "a tail of " + tail + " lines; 0 or more expected");
        }
        Path file = spec.logging().file();
        try {
            return follow
                    ? follow(file, tail)
                    : new FileLogReader(file, door, false, done -> {}).seek(tail);
        } catch (IOException e) {
            throw new ServiceException(
                    Failure.UNAVAILABLE,
                    "cannot read the log of " + spec.id() + ": " + e.getMessage(),
                    e);
        }
    }

    /** The watch comes before the first look at the file, so that no change falls in between. */
    private LogReader follow(Path file, int tail) throws IOException {
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
            reader.seek(tail);
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
