package hostler.core;

import static java.util.Objects.requireNonNull;

import hostler.core.api.Availability;
import hostler.core.api.ServiceSpec;
import hostler.launcher.api.Launch;
import hostler.launcher.api.LaunchException;
import hostler.launcher.api.LaunchHandle;
import hostler.launcher.api.LaunchListener;
import hostler.launcher.api.Launcher;
import hostler.launcher.api.Pausing;
import hostler.launcher.api.Recovered;
import hostler.launcher.api.Sighting;
import hostler.launcher.api.StopOrder;
import hostler.os.api.Signal;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A launcher plugin, from whose mistakes supervision is kept: what it throws beyond its contract
 * becomes a {@link LaunchException} that is worth another try.
 */
final class GuardedLauncher {
    private static final Logger LOG = LoggerFactory.getLogger(GuardedLauncher.class);

    private static final Sighting.Lookout NOBODY = () -> {};

    private final String type;
    private final Launcher launcher;

    GuardedLauncher(String type, Launcher launcher) {
        this.type = type;
        this.launcher = launcher;
    }

    /** Whether it is this very plugin, whatever the plugin's idea of equality is. */
    @SuppressWarnings("ReferenceEquality")
    boolean guards(Launcher other) {
        return launcher == other;
    }

    LaunchHandle prepare(ServiceSpec spec, String launchId) throws LaunchException {
        return guarded("prepare " + spec.id(), () -> launcher.prepare(spec, launchId));
    }

    /** Nothing depends on its success. */
    void standBy(LaunchHandle handle, ServiceSpec spec) {
        try {
            guarded(
                    "have " + handle.launchId() + " stand by",
                    () -> {
                        launcher.standBy(handle, spec);
                        return handle;
                    });
        } catch (LaunchException e) {
            LOG.debug("{}: its next launch is not made ready", handle.service(), e);
        }
    }

    Launch launch(LaunchHandle handle, ServiceSpec spec, LaunchListener listener)
            throws LaunchException {
        return guarded(
                "launch " + handle.launchId(), () -> launcher.launch(handle, spec, listener));
    }

    Recovered recover(LaunchHandle handle, LaunchListener listener) throws LaunchException {
        return guarded("recover " + handle.launchId(), () -> launcher.recover(handle, listener));
    }

    void stop(LaunchHandle handle, StopOrder order) throws LaunchException {
        guarded(
                "stop " + handle.launchId(),
                () -> {
                    launcher.stop(handle, order);
                    return handle;
                });
    }

    void signal(LaunchHandle handle, Signal signal) throws LaunchException {
        guarded(
                "signal " + handle.launchId(),
                () -> {
                    launcher.signal(handle, signal);
                    return handle;
                });
    }

    /** Whether it can pause. */
    boolean pauses() {
        return can("pause", Launcher::pausing);
    }

    /** Whether it can reload. */
    boolean reloads() {
        return can("reload", Launcher::reloading);
    }

    private boolean can(String what, Function<Launcher, Optional<?>> ability) {
        try {
            return ability.apply(launcher).isPresent();
        } catch (RuntimeException | LinkageError e) {
            LOG.warn("the launcher of type '{}' failed to say whether it can {}", type, what, e);
            return false;
        }
    }

    void pause(LaunchHandle handle) throws LaunchException {
        guarded(
                "pause " + handle.launchId(),
                () -> {
                    pausing().pause(handle);
                    return handle;
                });
    }

    void resume(LaunchHandle handle) throws LaunchException {
        guarded(
                "resume " + handle.launchId(),
                () -> {
                    pausing().resume(handle);
                    return handle;
                });
    }

    void reload(LaunchHandle handle) throws LaunchException {
        guarded(
                "reload " + handle.launchId(),
                () -> {
                    launcher.reloading().orElseThrow(() -> cannot("reload")).reload(handle);
                    return handle;
                });
    }

    /** Looks whether something runs without a launch; a launcher that cannot tells nothing. */
    Sighting.Lookout look(ServiceSpec spec, Consumer<Optional<String>> seen)
            throws LaunchException {
        return guarded(
                "look for " + spec.id(),
                () -> {
                    Optional<Sighting> sighting = launcher.sighting();
                    return sighting.isPresent() ? guarded(sighting.get().look(spec, seen)) : NOBODY;
                });
    }

    private Sighting.Lookout guarded(Sighting.Lookout lookout) {
        return () -> {
            try {
                lookout.close();
            } catch (RuntimeException | LinkageError e) {
                LOG.warn("the launcher of type '{}' failed to stop looking", type, e);
            }
        };
    }

    /** Why nothing can be launched by it. */
    Optional<String> obstacle() {
        try {
            return launcher instanceof Availability plugin ? plugin.obstacle() : Optional.empty();
        } catch (RuntimeException | LinkageError e) {
            LOG.warn("the launcher of type '{}' failed to say whether it can work", type, e);
            return Optional.empty();
        }
    }

    private Pausing pausing() throws LaunchException {
        return launcher.pausing().orElseThrow(() -> cannot("pause"));
    }

    private LaunchException cannot(String what) {
        return new LaunchException(
                LaunchException.Kind.TRANSIENT,
                "the launcher of type '" + type + "' cannot " + what);
    }

    /** Nothing depends on its success: a failure is logged. */
    void forget(LaunchHandle handle) {
        try {
            guarded(
                    "forget " + handle.launchId(),
                    () -> {
                        launcher.forget(handle);
                        return handle;
                    });
        } catch (LaunchException e) {
            LOG.warn("{}: records of a launch that is over stay behind", handle.service(), e);
        }
    }

    @FunctionalInterface
    private interface Call<T> {
        T run() throws LaunchException;
    }

    private <T> T guarded(String what, Call<T> call) throws LaunchException {
        try {
            return requireNonNull(call.run(), "it answered nothing");
        } catch (RuntimeException | LinkageError e) {
            throw new LaunchException(
                    LaunchException.Kind.TRANSIENT,
                    "the launcher of type '" + type + "' failed to " + what + ": " + e,
                    e);
        }
    }
}
