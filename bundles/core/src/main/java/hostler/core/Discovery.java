package hostler.core;

import hostler.core.packages.PackageDefaults;
import hostler.core.packages.WorkspaceScan;
import hostler.core.packages.WorkspaceWatch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks through the workspace: once at the start, then when something in it changes and, because
 * not every file system tells that, after every interval.
 */
final class Discovery implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Discovery.class);

    private final Supplier<Settings> settings;
    private final Intake intake;
    private final ReentrantLock looking = new ReentrantLock();
    private final Semaphore due = new Semaphore(0);
    private final Thread thread;

    Discovery(Supplier<Settings> settings, Intake intake) {
        this.settings = settings;
        this.intake = intake;
        this.thread =
                Thread.ofVirtual()
                        .name("hostler-discovery")
                        .uncaughtExceptionHandler(new UnexpectedEnd())
                        .unstarted(this::run);
    }

    /** Begins to look; returns at once. */
    void begin() {
        thread.start();
    }

    /** Looks soon; the settings may have changed. */
    void lookSoon() {
        due.release();
    }

    /** Looks now; returns when every service has been told what was found. */
    void look() {
        looking.lock();
        try {
            PackageDefaults defaults = settings.get().defaults();
            intake.take(WorkspaceScan.scan(defaults), defaults);
        } finally {
            looking.unlock();
        }
    }

    private void run() {
        Path workspace = settings.get().defaults().workspace();
        Optional<WorkspaceWatch> watch = Optional.empty();
        try {
            Files.createDirectories(workspace);
            watch = Optional.of(new WorkspaceWatch(workspace, this::changed));
        } catch (IOException e) {
            LOG.warn("changes of {} are seen after the interval only", workspace, e);
        }
        try {
            lookAgainAndAgain();
        } catch (InterruptedException e) {
            LOG.debug("discovery ended", e);
        } finally {
            watch.ifPresent(WorkspaceWatch::close);
        }
    }

    private void changed() {
        if (settings.get().watching()) {
            lookSoon();
        }
    }

    private void lookAgainAndAgain() throws InterruptedException {
        while (true) {
            look();
            await();
            due.drainPermits();
        }
    }

    private void await() throws InterruptedException {
        Duration interval = settings.get().interval();
        if (!settings.get().watching()) {
            due.acquire();
        } else if (!due.tryAcquire(interval.toMillis(), TimeUnit.MILLISECONDS)) {
            LOG.trace("nothing told in {}", interval);
        }
    }

    /** Ends looking; one that is under way comes to its end. */
    @Override
    public void close() {
        thread.interrupt();
    }
}
