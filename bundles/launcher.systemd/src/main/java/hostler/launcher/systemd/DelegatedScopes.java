package hostler.launcher.systemd;

import hostler.launcher.systemd.bus.BusException;
import hostler.os.api.Accounts;
import hostler.os.api.ServiceScopes;
import hostler.systemd.UnitName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.freedesktop.dbus.types.UInt32;
import org.freedesktop.dbus.types.Variant;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Scopes of the system's manager for root, and of the own user's otherwise. While the machine goes
 * down the agent's unit ends before them: it must not take that for a failure of its services.
 */
@Component(service = ServiceScopes.class)
public final class DelegatedScopes implements ServiceScopes {
    private static final Logger LOG = LoggerFactory.getLogger(DelegatedScopes.class);

    private static final String SLICE = "hostler.slice";

    /** How long an earlier scope may take to end, and a manager to be back. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /** Nobody tells when a manager that re-executes listens again. */
    private static final Duration PAUSE = Duration.ofMillis(50);

    private final Scope manager;
    private final OwnPlace place;
    private final Optional<String> obstacle;

    /** Asks nobody yet. */
    @Activate
    public DelegatedScopes(@Reference Accounts accounts) throws IOException {
        this(accounts.ownUid(), OwnPlace.now(), Path.of("/run/systemd/system"));
    }

    DelegatedScopes(int uid, OwnPlace place, Path booted) {
        this.manager = uid == 0 ? Scope.SYSTEM : Scope.ofUser(uid);
        this.place = place;
        this.obstacle = obstacle(booted);
    }

    private Optional<String> obstacle(Path booted) {
        if (!Files.isDirectory(booted)) {
            return Optional.of("systemd does not run this machine (there is no " + booted + ")");
        }
        return place.below(manager).isPresent()
                ? Optional.empty()
                : Optional.of(
                        "the agent runs in "
                                + place.path()
                                + ", from where its user may put no process into "
                                + manager
                                + "; as one of them (systemctl --user) it could");
    }

    @Override
    public Optional<String> obstacle() {
        return obstacle;
    }

    @Override
    public Optional<String> group(String service) {
        return UnitName.ofScope("hostler-" + service)
                .flatMap(scope -> place.below(manager).map(above -> path(above, scope)));
    }

    private static String path(String above, UnitName scope) {
        return above.substring(1) + SLICE + "/" + scope.full();
    }

    @Override
    public void begin(String group, int first) throws IOException {
        // To systemd zero is whoever asks.
        if (first <= 0) {
            throw new IllegalArgumentException("not a process: " + first);
        }
        UnitName scope = new UnitName(group.substring(group.lastIndexOf('/') + 1));
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        // Scopes are seldom made, and a connection hears of every unit there is.
        try (Systemd systemd = new Systemd("unix:path=" + manager.socket())) {
            Making making = new Making(systemd, scope, settings(first), first, deadline);
            while (!making.done()) {
                if (System.nanoTime() - deadline >= 0) {
                    throw new IOException(
                            "systemd has not made "
                                    + scope
                                    + " within "
                                    + PATIENCE.toSeconds()
                                    + " s: an earlier one has not ended, or it does not answer;"
                                    + " see systemctl status "
                                    + scope);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while systemd makes " + scope, e);
        }
    }

    private List<Setting> settings(int first) {
        List<Setting> settings = new ArrayList<>();
        settings.add(setting("Slice", SLICE, "s"));
        settings.add(setting("Delegate", true, "b"));
        settings.add(setting("CollectMode", "inactive-or-failed", "s"));
        settings.add(setting("PIDs", List.of(new UInt32(first)), "au"));
        place.service(manager)
                .ifPresent(agent -> settings.add(setting("Before", List.of(agent), "as")));
        return settings;
    }

    /** Of a scope there is no file. */
    private static Setting setting(String name, Object value, String type) {
        return new Setting(name, new Variant<>(value, type), name, "");
    }

    /**
     * One scope, as it is being made.
     *
     * @param first the process that is to be in it
     * @param deadline by {@link System#nanoTime}
     */
    private record Making(
            Systemd systemd, UnitName scope, List<Setting> settings, int first, long deadline) {

        /** Whether it is there; false: it may be, if asked for again. */
        boolean done() throws IOException, InterruptedException {
            try {
                return told(systemd.startTransient(scope, "Hostler: " + scope, settings));
            } catch (BusException e) {
                return e.is(Systemd.UNIT_EXISTS) ? joined() || ended() : !lost(e);
            }
        }

        private boolean told(Job job) throws IOException, InterruptedException {
            String outcome = outcome(job);
            if (!outcome.equals("done") && !outcome.equals(Job.NOT_TOLD)) {
                throw new IOException(
                        "systemd has not made " + scope + ": its job ended as '" + outcome + "'");
            }
            return outcome.equals("done");
        }

        private String outcome(Job job) throws InterruptedException {
            try {
                long left = Math.max(0, deadline - System.nanoTime());
                return job.result().get(left, TimeUnit.NANOSECONDS);
            } catch (ExecutionException | TimeoutException e) {
                return Job.NOT_TOLD;
            }
        }

        /** Not one that is ending, or has. */
        private boolean joined() throws IOException, InterruptedException {
            try {
                if (!active()) {
                    return false;
                }
                systemd.attach(scope, first);
                if (!active()) {
                    throw new IOException("somebody stops " + scope + " at this very moment");
                }
                return true;
            } catch (BusException e) {
                LOG.debug("{} takes no process", scope, e);
                return false;
            }
        }

        private boolean active() throws BusException, InterruptedException {
            return systemd.activeState(scope).equals("active");
        }

        /** What is being stopped is not stopped once more by that; how that ends is told. */
        private boolean ended() throws InterruptedException {
            try {
                LOG.debug("{} has ended: {}", scope, outcome(systemd.stop(scope)));
            } catch (BusException e) {
                LOG.debug("{} is gone: {}", scope, e.getMessage());
            }
            return false;
        }

        /** Whether nobody has answered; that passes. */
        private boolean lost(BusException e) throws IOException, InterruptedException {
            if (e.answered()) {
                throw new IOException("systemd does not make " + scope + ": " + e.getMessage(), e);
            }
            Thread.sleep(PAUSE);
            return true;
        }
    }
}
