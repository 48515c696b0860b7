package hostler.deploy;

import hostler.deploy.api.Plugin;
import hostler.deploy.api.Plugins;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.felix.fileinstall.ArtifactInstaller;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.BundleListener;
import org.osgi.framework.FrameworkUtil;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The deploy directory. FileInstall tells what happens in it, and nothing of it passes by: whatever
 * lies there is claimed, so that FileInstall's own installer never takes a file that was refused.
 * The work is done on a thread of its own, one file after the other.
 */
@Component(
        service = {ArtifactInstaller.class, Plugins.class},
        immediate = true,
        property = "service.ranking:Integer=100")
public final class PluginDirectory implements ArtifactInstaller, Plugins {
    /** How long a plugin may take for each of stopping, loading and starting. */
    static final Duration STEP_LIMIT = Duration.ofSeconds(10);

    private static final String SAFE_MODE = "hostler.safe.mode";
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(5);
    private static final Logger LOG = LoggerFactory.getLogger(PluginDirectory.class);

    private final BundleContext context;
    private final Path directory;
    private final RetiredLoaders retired = new RetiredLoaders();
    private final Deployment deployment;
    private final PluginList plugins;
    private final BundleListener booted = this::onBundleEvent;
    private final Optional<Bundle> fileInstall =
            Optional.ofNullable(FrameworkUtil.getBundle(ArtifactInstaller.class));
    private final ExecutorService worker =
            Executors.newSingleThreadExecutor(
                    Thread.ofPlatform().daemon().name("hostler-deploy").factory());

    // Bounded by the files of the directory: a file that waits already is not queued again.
    private final Set<Path> waiting = ConcurrentHashMap.newKeySet();

    /**
     * Serves the directory {@code hostler.deploy}, by default {@code deploy} below {@code
     * hostler.home}.
     *
     * @throws IOException when the framework's storage is not writable
     */
    @Activate
    public PluginDirectory(BundleContext context) throws IOException {
        this(context, directory(context), FileTrust.own(), STEP_LIMIT);
    }

    PluginDirectory(BundleContext context, Path directory, FileTrust trust, Duration limit)
            throws IOException {
        this.context = context;
        this.directory = directory;
        Shelf shelf = new Shelf(context.getDataFile("plugins").toPath());
        this.deployment = new Deployment(context, directory, trust, shelf, retired, limit);
        this.plugins = new PluginList(context, retired);
        context.addBundleListener(booted);
        if (fileInstall.map(bundle -> bundle.getState() == Bundle.ACTIVE).orElse(true)) {
            queue(this::takeStock);
        }
    }

    @Deactivate
    void deactivate() {
        context.removeBundleListener(booted);
        worker.shutdownNow();
        try {
            if (!worker.awaitTermination(CLOSE_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn("a plugin is still being worked on; it is left as it is");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public List<Plugin> list() {
        return plugins.of(deployment.drops());
    }

    @Override
    public boolean canHandle(File artifact) {
        Path parent = artifact.toPath().toAbsolutePath().normalize().getParent();
        return directory.equals(parent);
    }

    @Override
    public void install(File artifact) {
        settle(artifact);
    }

    @Override
    public void update(File artifact) {
        settle(artifact);
    }

    @Override
    public void uninstall(File artifact) {
        settle(artifact);
    }

    private void settle(File artifact) {
        Path file = artifact.toPath().toAbsolutePath().normalize();
        if (Deployment.isPlugin(file) && waiting.add(file)) {
            queue(
                    () -> {
                        waiting.remove(file);
                        deployment.settle(file);
                    });
        }
    }

    /** FileInstall is started last: now every shipped bundle is there. */
    private void onBundleEvent(BundleEvent event) {
        boolean started = event.getType() == BundleEvent.STARTED;
        if (started && fileInstall.filter(event.getBundle()::equals).isPresent()) {
            queue(this::takeStock);
        }
    }

    /** In safe mode nothing of the operator's is loaded; boot has said so already. */
    private void takeStock() {
        if (context.getProperty(SAFE_MODE) != null) {
            return;
        }
        try {
            deployment.takeStock();
        } catch (IOException e) {
            LOG.error("looking at {}", directory, e);
        }
    }

    private void queue(Runnable work) {
        try {
            worker.execute(work);
        } catch (RejectedExecutionException e) {
            LOG.debug("{} is no longer served", directory, e);
        }
    }

    private static Path directory(BundleContext context) {
        String directory = context.getProperty("hostler.deploy");
        String home = context.getProperty("hostler.home");
        if (directory == null && home == null) {
            throw new IllegalStateException("the framework property hostler.home is not set");
        }
        Path path = directory == null ? Path.of(home, "deploy") : Path.of(directory);
        return path.toAbsolutePath().normalize();
    }
}
