package hostler.deploy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.wiring.FrameworkWiring;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the framework agree with the deploy directory, file by file: what is there runs, what is
 * gone is gone, and a shipped bundle that a file replaced comes back with its shipped content. All
 * methods but {@link #drops} belong to one thread.
 */
final class Deployment {
    /**
     * How locations of dropped bundles begin. No file URL: FileInstall would take such a bundle for
     * its own after a restart.
     */
    static final String LOCATION = "deploy:";

    private static final String SUFFIX = ".jar";
    private static final Logger LOG = LoggerFactory.getLogger(Deployment.class);

    private final BundleContext context;
    private final Path directory;
    private final FileTrust trust;
    private final Shelf shelf;
    private final RetiredLoaders retired;
    private final BundleLife life;
    private final Requirements requirements;
    private final Map<Path, Drop> drops = new ConcurrentSkipListMap<>();

    Deployment(
            BundleContext context,
            Path directory,
            FileTrust trust,
            Shelf shelf,
            RetiredLoaders retired,
            Duration limit) {
        FrameworkWiring framework =
                context.getBundle(Constants.SYSTEM_BUNDLE_LOCATION).adapt(FrameworkWiring.class);
        this.context = context;
        this.directory = directory;
        this.trust = trust;
        this.shelf = shelf;
        this.retired = retired;
        this.life = new BundleLife(framework, limit);
        this.requirements = new Requirements(framework);
    }

    /** Whether a file is a plugin by its name; files under way have other names. */
    static boolean isPlugin(Path file) {
        String name = file.getFileName().toString();
        return name.endsWith(SUFFIX) && !name.startsWith(".");
    }

    /** The files of the directory as they were last found. Any thread may call. */
    List<Drop> drops() {
        return List.copyOf(drops.values());
    }

    /** Looks at every file, and takes back what files that are gone had brought. */
    void takeStock() throws IOException {
        if (Files.isDirectory(directory)) {
            try (Stream<Path> files = Files.list(directory)) {
                files.filter(Deployment::isPlugin).sorted().forEach(this::settle);
            }
        }
        Set<String> orphans = new HashSet<>(shelf.names());
        Arrays.stream(context.getBundles())
                .filter(bundle -> bundle.getLocation().startsWith(LOCATION))
                .map(Bundle::getSymbolicName)
                .forEach(orphans::add);
        orphans.removeIf(name -> holder(name).isPresent());
        orphans.forEach(this::release);
    }

    /** Makes the framework agree with one file, whatever happened to it. */
    void settle(Path file) {
        Drop before = drops.get(file);
        if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            examine(file);
        } else if (before != null) {
            drops.remove(file);
            before.name().filter(name -> before.inForce()).ifPresent(this::release);
            LOG.info("{} is gone", file);
        }
        if (!Optional.ofNullable(before).equals(Optional.ofNullable(drops.get(file)))) {
            settleWaiting(file);
        }
    }

    /** What one file lacked, or was in the way of, another one's change may have brought. */
    private void settleWaiting(Path changed) {
        drops().stream()
                .filter(drop -> drop.waits() && !drop.file().equals(changed))
                .filter(drop -> Files.exists(drop.file(), LinkOption.NOFOLLOW_LINKS))
                .forEach(drop -> examine(drop.file()));
    }

    private void examine(Path file) {
        Optional<String> name = Optional.empty();
        try {
            trust.check(directory, file);
            PluginJar jar = JarInspection.read(shelf.stage(file));
            name = Optional.of(jar.name());
            AdmissionPolicy.check(jar);
            admit(file, jar);
        } catch (RefusedException e) {
            refuse(file, name, e.reason());
        } catch (IOException | RuntimeException e) {
            // A manifest can be wrong in more ways than the framework and the JDK declare.
            LOG.error("reading {}", file, e);
            refuse(file, name, "cannot be read: " + e);
        }
    }

    private void admit(Path file, PluginJar jar) throws RefusedException, IOException {
        Optional<Drop> holder = holder(jar.name()).filter(drop -> !drop.file().equals(file));
        if (holder.isPresent()) {
            throw new RefusedException(
                    "it is "
                            + jar.name()
                            + ", and so is "
                            + holder.get().file()
                            + "; remove one of them");
        }
        inForce(file).filter(held -> !held.equals(jar.name())).ifPresent(this::release);
        Optional<Bundle> bundle = find(jar.name());
        if (bundle.isEmpty()) {
            install(file, jar);
        } else if (shelf.runs(jar.name(), jar.content())) {
            run(file, jar, bundle.get());
        } else {
            replace(file, jar, bundle.get());
        }
    }

    private void install(Path file, PluginJar jar) throws RefusedException, IOException {
        try (InputStream in = Files.newInputStream(jar.content())) {
            Bundle bundle = context.installBundle(LOCATION + jar.name(), in);
            shelf.keep(jar.name());
            run(file, jar, bundle);
        } catch (BundleException e) {
            throw new RefusedException("the framework does not take it: " + e.getMessage(), e);
        }
    }

    private void run(Path file, PluginJar jar, Bundle bundle) {
        Optional<String> missing = requirements.missing(jar);
        if (missing.isPresent()) {
            note(Drop.idle(file, jar.name(), missing.get()));
            return;
        }
        try {
            life.start(bundle);
            note(Drop.running(file, jar.name()));
        } catch (PluginFailure e) {
            note(Drop.idle(file, jar.name(), versioned(jar) + e.reason()));
        }
    }

    private void replace(Path file, PluginJar jar, Bundle bundle)
            throws RefusedException, IOException {
        Optional<String> missing = requirements.missing(jar);
        if (missing.isPresent()) {
            throw new RefusedException(versioned(jar) + missing.get());
        }
        List<String> touched = life.touchedWith(bundle);
        if (!touched.isEmpty()) {
            throw new RefusedException("replacing it would restart " + String.join(", ", touched));
        }
        boolean worked = bundle.getState() == Bundle.ACTIVE;
        retired.note(bundle);
        try {
            life.replace(bundle, Optional.of(jar.content()));
            shelf.keep(jar.name());
            note(Drop.running(file, jar.name()));
        } catch (PluginFailure e) {
            if (worked) {
                putBack(file, jar, bundle, e);
            } else {
                shelf.keep(jar.name());
                note(Drop.idle(file, jar.name(), versioned(jar) + e.reason()));
            }
        }
    }

    private void putBack(Path file, PluginJar jar, Bundle bundle, PluginFailure failure)
            throws RefusedException {
        retired.note(bundle);
        try {
            life.replace(bundle, shelf.running(jar.name()));
        } catch (PluginFailure e) {
            LOG.error("{} could not be put back", jar.name(), e);
            String both = failure.reason() + "; the version before is not back: ";
            note(Drop.idle(file, jar.name(), versioned(jar) + both + e.reason()));
            return;
        }
        throw new RefusedException(versioned(jar) + failure.reason(), failure);
    }

    /** Takes back what a file had brought: the shipped content returns, or the bundle goes. */
    private void release(String name) {
        try {
            Optional<Bundle> bundle = find(name);
            if (bundle.isPresent()) {
                retired.note(bundle.get());
                if (bundle.get().getLocation().startsWith(LOCATION)) {
                    life.uninstall(bundle.get());
                } else {
                    life.replace(bundle.get(), Optional.empty());
                }
            }
            shelf.forget(name);
        } catch (PluginFailure | IOException e) {
            LOG.error("taking back {}", name, e);
        }
    }

    private void refuse(Path file, Optional<String> name, String reason) {
        Optional<String> held = inForce(file);
        Optional<String> plugin = held.or(() -> name);
        String runsOn =
                plugin.flatMap(this::find)
                        .filter(bundle -> bundle.getState() == Bundle.ACTIVE)
                        .map(bundle -> "; version " + bundle.getVersion() + " runs on")
                        .orElse("");
        note(Drop.refused(file, plugin, held.isPresent(), reason + runsOn));
    }

    private void note(Drop drop) {
        Drop before = drops.put(drop.file(), drop);
        if (drop.equals(before)) {
            return;
        }
        String named = drop.file() + drop.name().map(name -> " (" + name + ")").orElse("");
        if (drop.reason().isEmpty()) {
            LOG.info("{} runs", named);
        } else {
            String outcome = drop.refused() ? "was refused" : "does not run";
            LOG.error("{} {}: {}", named, outcome, drop.reason().get());
        }
    }

    private Optional<String> inForce(Path file) {
        return Optional.ofNullable(drops.get(file)).filter(Drop::inForce).flatMap(Drop::name);
    }

    private Optional<Drop> holder(String name) {
        return drops.values().stream()
                .filter(drop -> drop.inForce() && drop.isAbout(name))
                .findFirst();
    }

    private Optional<Bundle> find(String name) {
        return Arrays.stream(context.getBundles())
                .filter(bundle -> name.equals(bundle.getSymbolicName()))
                .findFirst();
    }

    private static String versioned(PluginJar jar) {
        return "version " + jar.version() + ": ";
    }
}
