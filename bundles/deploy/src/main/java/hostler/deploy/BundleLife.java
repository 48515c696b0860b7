package hostler.deploy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;
import org.osgi.framework.FrameworkEvent;
import org.osgi.framework.wiring.FrameworkWiring;

/**
 * Starts, replaces and removes one bundle and nothing else. A plugin's own code runs in some of the
 * steps and may hang, so each step has a time limit and a thread of its own.
 */
final class BundleLife {

    /** A step the framework takes with a bundle. */
    @FunctionalInterface
    private interface Step {
        void take() throws BundleException, IOException;
    }

    private final FrameworkWiring framework;
    private final Duration limit;

    /**
     * Lives of bundles of a framework.
     *
     * @param limit for each single step
     */
    BundleLife(FrameworkWiring framework, Duration limit) {
        this.framework = framework;
        this.limit = limit;
    }

    /** The other bundles a replacement would touch; a well-made plugin has none. */
    List<String> touchedWith(Bundle bundle) {
        return framework.getDependencyClosure(List.of(bundle)).stream()
                .filter(other -> !other.equals(bundle))
                .map(Bundle::getSymbolicName)
                .sorted()
                .toList();
    }

    void start(Bundle bundle) throws PluginFailure {
        bounded("start", () -> bundle.start(Bundle.START_TRANSIENT));
    }

    /**
     * Replaces the content of a bundle and starts it.
     *
     * @param content the new jar; empty: what the bundle was shipped with
     */
    void replace(Bundle bundle, Optional<Path> content) throws PluginFailure {
        bounded("stop", () -> bundle.stop(Bundle.STOP_TRANSIENT));
        bounded("load", () -> update(bundle, content));
        refresh(bundle);
        start(bundle);
    }

    void uninstall(Bundle bundle) throws PluginFailure {
        bounded("go", bundle::uninstall);
        refresh(bundle);
    }

    private static void update(Bundle bundle, Optional<Path> content)
            throws BundleException, IOException {
        if (content.isPresent()) {
            try (InputStream in = Files.newInputStream(content.get())) {
                bundle.update(in);
            }
        } else {
            bundle.update();
        }
    }

    /** Lets the old wiring go, and with it the old class loader. */
    private void refresh(Bundle bundle) throws PluginFailure {
        CountDownLatch refreshed = new CountDownLatch(1);
        framework.refreshBundles(
                List.of(bundle),
                event -> {
                    if (event.getType() == FrameworkEvent.PACKAGES_REFRESHED) {
                        refreshed.countDown();
                    }
                });
        try {
            if (!refreshed.await(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new PluginFailure("its old version did not go within " + seconds());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PluginFailure("interrupted while its old version was going", e);
        }
    }

    private void bounded(String verb, Step step) throws PluginFailure {
        FutureTask<?> task =
                new FutureTask<>(
                        () -> {
                            step.take();
                            return null;
                        });
        Thread.ofPlatform().daemon().name("hostler-plugin-" + verb).start(task);
        try {
            task.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            task.cancel(true);
            throw new PluginFailure("it did not " + verb + " within " + seconds(), e);
        } catch (ExecutionException e) {
            throw new PluginFailure("it did not " + verb + ": " + reason(e.getCause()), e);
        } catch (InterruptedException e) {
            task.cancel(true);
            Thread.currentThread().interrupt();
            throw new PluginFailure("interrupted while it was to " + verb, e);
        }
    }

    private String seconds() {
        return limit.toSeconds() + " s";
    }

    /** The framework's own sentence and, where a plugin threw something, that. */
    private static String reason(@Nullable Throwable thrown) {
        if (thrown == null) {
            return "for no reason given";
        }
        String said = thrown.getMessage() == null ? thrown.toString() : thrown.getMessage();
        return thrown.getCause() == null ? said : said + " " + thrown.getCause();
    }
}
