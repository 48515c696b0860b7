package hostler.core;

import hostler.core.state.StateStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts the parts of supervision together, and takes them down in order. */
final class Supervision implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Supervision.class);

    /** So long what is under way may take when the agent ends, before it is broken off. */
    static final Duration PATIENCE = Duration.ofSeconds(2);

    private final StateStore store;
    private final EventLog events;
    private final Roster roster;
    private final LauncherDirectory launchers;
    private final Discovery discovery;
    private final StateHealing healing;
    private volatile Settings settings;

    /**
     * Opens what is remembered; nothing runs yet.
     *
     * @param state existing directory of the agent's state
     * @param kernelBoot where the kernel tells the id of this boot
     * @throws IOException when the state cannot be read or belongs to a newer version
     */
    Supervision(Settings settings, Path state, Path kernelBoot, Ticker ticker) throws IOException {
        this.settings = settings;
        Path packages = Files.createDirectories(state.resolve("packages"));
        store = StateStore.open(state);
        healing = new StateHealing(store, ticker);
        events = new EventLog(ticker);
        roster = new Roster(ticker);
        launchers = new LauncherDirectory(roster::lookAll);
        Surroundings around =
                new Surroundings(
                        launchers,
                        roster,
                        events,
                        ticker,
                        () -> ThreadLocalRandom.current().nextDouble(),
                        BootMark.renewed(kernelBoot, state.resolve("boot-id")),
                        () -> this.settings.stopRemoved());
        discovery =
                new Discovery(
                        () -> this.settings,
                        new Intake(roster, around, store, new PackageArchive(packages)));
    }

    /** Begins; returns at once. */
    void begin() {
        discovery.begin();
        healing.begin();
    }

    /** Why what was changed last is not durable; empty while everything is. */
    Optional<String> stateFailure() {
        return store.failure();
    }

    /**
     * Ends all services where the configuration says so; without it nothing happens. Blocks until
     * they are down, for {@link Farewell#LIMIT} at most.
     */
    void stopServicesIfSet() {
        if (settings.stopOnExit()) {
            discovery.close();
            try {
                new Farewell(roster, events).say(Farewell.LIMIT);
            } catch (InterruptedException e) {
                LOG.warn("stopping the services was broken off; those that are left run on", e);
                Thread.currentThread().interrupt();
            }
        }
    }

    Roster roster() {
        return roster;
    }

    EventLog events() {
        return events;
    }

    LauncherDirectory launchers() {
        return launchers;
    }

    Discovery discovery() {
        return discovery;
    }

    Settings settings() {
        return settings;
    }

    /** Other settings from now on; no service is touched. */
    void reconfigure(Settings changed) {
        settings = changed;
        roster.lookAll();
        discovery.lookSoon();
    }

    /** Lets go of all services, which stay as they are; takes a few seconds at most. */
    @Override
    public void close() {
        discovery.close();
        healing.close();
        roster.reconcilers().forEach(Reconciler::end);
        try {
            if (!ended(PATIENCE)) {
                roster.reconcilers().forEach(Reconciler::breakOff);
                if (!ended(PATIENCE)) {
                    LOG.warn("a launcher does not come back; the agent ends without it");
                }
            }
        } catch (InterruptedException e) {
            LOG.warn("the end was broken off", e);
            Thread.currentThread().interrupt();
        }
        events.close();
        closeStore();
    }

    private boolean ended(Duration patience) throws InterruptedException {
        long due = System.nanoTime() + patience.toNanos();
        boolean all = true;
        for (Reconciler each : roster.reconcilers()) {
            Duration left = Duration.ofNanos(Math.max(1, due - System.nanoTime()));
            all &= each.ended(left);
        }
        return all;
    }

    private void closeStore() {
        try {
            store.close();
        } catch (IOException e) {
            LOG.error("the state could not be closed", e);
        }
    }
}
