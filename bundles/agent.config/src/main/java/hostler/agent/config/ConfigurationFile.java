package hostler.agent.config;

import hostler.agent.config.Setting.Mode;
import hostler.core.api.AgentConfiguration;
import hostler.os.api.FileDoor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.osgi.framework.BundleContext;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * conf/agent.yaml in force: read at the start, watched, handed to the components. A file with a
 * mistake changes nothing; at the start the last good one stands in for it.
 */
@Component(immediate = true)
public final class ConfigurationFile implements AgentConfiguration {
    /** Framework property: the agent's directory. */
    static final String HOME = "hostler.home";

    private static final Logger LOG = LoggerFactory.getLogger(ConfigurationFile.class);

    private static final Reload NONE =
            new Reload(Instant.EPOCH, true, List.of(), List.of(), List.of());

    private final Path home;
    private final Path file;
    private final Path lastGood;
    private final Rollout rollout;
    private final FileDoor door;
    private final PidGuard guard;
    private final Optional<FileWatch> watch;

    // What is in force and what it came from change together, under the lock.
    private final Object lock = new Object();
    private Settings running;
    private Reading reading;
    private volatile Reload last;

    /** Puts the file in force, writes the documented one where there is none, begins to watch. */
    @Activate
    public ConfigurationFile(
            BundleContext context,
            @Reference ConfigurationAdmin admin,
            @Reference FileDoor door,
            @Reference PidGuard guard) {
        this.home = Path.of(required(context, HOME)).toAbsolutePath().normalize();
        this.file = home.resolve("conf/agent.yaml");
        this.lastGood = home.resolve("var/state/agent.yaml.good");
        this.rollout = new Rollout(context, admin);
        this.door = door;
        this.guard = guard;
        writeTemplate();
        this.reading = Reading.of(file, home);
        this.running = reading.settings().or(this::standIn).orElse(Settings.defaults(home));
        this.last = put(running, reading);
        log(last);
        this.watch = watched();
    }

    @Deactivate
    void deactivate() {
        watch.ifPresent(FileWatch::close);
    }

    @Override
    public Reload reload() {
        synchronized (lock) {
            accept(Reading.of(file, home));
            return last();
        }
    }

    @Override
    public Reload last() {
        Reload reload = last;
        List<String> problems =
                Stream.concat(reload.problems().stream(), guard.conflicts().stream()).toList();
        return new Reload(
                reload.at(), reload.applied(), reload.changed(), reload.needRestart(), problems);
    }

    private static String required(BundleContext context, String property) {
        String value = context.getProperty(property);
        if (value == null) {
            throw new IllegalStateException("the framework property " + property + " is not set");
        }
        return value;
    }

    private void writeTemplate() {
        if (Files.exists(file)) {
            return;
        }
        try {
            Files.createDirectories(file.resolveSibling("."));
            door.replace(file, AgentFile.template().getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            LOG.warn("{} cannot be created", file, e);
        }
    }

    private Optional<FileWatch> watched() {
        try {
            return Optional.of(new FileWatch(file, this::changed));
        } catch (IOException e) {
            LOG.error("{} is not watched; `hostler reload` reads it", file, e);
            return Optional.empty();
        }
    }

    /** The last good file, for a start with one that cannot be used. */
    private Optional<Settings> standIn() {
        Optional<Settings> good = Reading.of(lastGood, home).settings();
        String instead = good.isPresent() ? "the last good one is" : "the defaults are";
        LOG.error("{} cannot be used; {} in force", file, instead);
        return good;
    }

    /** At the start nothing runs yet: what waits for a start is taken, and nobody waits for us. */
    private Reload put(Settings settings, Reading from) {
        try {
            rollout.handOut(settings.byPid());
        } catch (IOException e) {
            return refused(notHandedOut(e), NONE);
        }
        if (from.settings().isEmpty()) {
            return refused(from.problems(), NONE);
        }
        keep(from);
        return new Reload(Instant.now(), true, List.of(), List.of(), from.problems());
    }

    private void changed() {
        synchronized (lock) {
            Reading found = Reading.of(file, home);
            // Several events tell of one change, and a touch tells of none.
            if (!found.sameAs(reading)) {
                accept(found);
            }
        }
    }

    private void accept(Reading found) {
        boolean news = !found.sameAs(reading);
        reading = found;
        last =
                found.settings()
                        .map(settings -> apply(settings, found))
                        .orElseGet(() -> refused(found.problems(), last));
        if (news) {
            log(last);
        }
    }

    private Reload apply(Settings settings, Reading from) {
        Settings next = settings.whileRunning(running);
        List<String> changed = next.changedSince(running, Mode.LIVE);
        try {
            if (rollout.handOut(next.byPid())) {
                rollout.awaitDelivery();
            }
        } catch (IOException e) {
            return refused(notHandedOut(e), last);
        }
        running = next;
        keep(from);
        return new Reload(
                Instant.now(),
                true,
                changed,
                settings.changedSince(running, Mode.RESTART),
                from.problems());
    }

    /** The configuration before stays in force, and what waited for a start still does. */
    private static Reload refused(List<String> problems, Reload before) {
        return new Reload(Instant.now(), false, List.of(), before.needRestart(), problems);
    }

    private static List<String> notHandedOut(IOException e) {
        return List.of("conf/agent.yaml: cannot be handed to the components: " + e);
    }

    private void keep(Reading good) {
        try {
            Files.createDirectories(lastGood.resolveSibling("."));
            door.replace(lastGood, good.content());
        } catch (IOException e) {
            LOG.warn("{} cannot be kept for a start with a broken file", lastGood, e);
        }
    }

    private void log(Reload reload) {
        if (reload.applied()) {
            LOG.info("{} is in force; changed: {}", file, reload.changed());
            reload.problems().forEach(problem -> LOG.warn("{}", problem));
            reload.needRestart().forEach(key -> LOG.warn("{} waits for the next start", key));
        } else {
            LOG.error("{} changes nothing; the configuration before stays in force", file);
            reload.problems().forEach(problem -> LOG.error("{}", problem));
        }
    }
}
