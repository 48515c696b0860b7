package hostler.core;

import hostler.core.api.Availability;
import hostler.core.api.ServiceId;
import hostler.core.api.ServiceSpec;
import hostler.launcher.api.Launch;
import hostler.launcher.api.LaunchException;
import hostler.launcher.api.LaunchHandle;
import hostler.launcher.api.LaunchListener;
import hostler.launcher.api.Launcher;
import hostler.launcher.api.Pausing;
import hostler.launcher.api.Recovered;
import hostler.launcher.api.Reloading;
import hostler.launcher.api.Sighting;
import hostler.launcher.api.StopOrder;
import hostler.os.api.ExitStatus;
import hostler.os.api.Signal;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A launcher on a {@link FakeMachine}; it can be told to fail. */
final class FakeLauncher implements Launcher, Pausing, Reloading, Sighting, Availability {
    static final String TYPE = "direct";

    /** Whether it says that it can pause. */
    volatile boolean pauses = true;

    /** Whether it says that it can reload. */
    volatile boolean reloads = true;

    /** Reloads take until it is open; whoever is interrupted before that fails. */
    volatile CountDownLatch reloaded = new CountDownLatch(0);

    private final FakeMachine machine;
    private final Map<ServiceId, LaunchException> refusals = new ConcurrentHashMap<>();
    private final Map<ServiceId, LaunchException> unkillable = new ConcurrentHashMap<>();
    private final Map<ServiceId, LaunchException> blind = new ConcurrentHashMap<>();
    private final Map<ServiceId, RuntimeException> mistakes = new ConcurrentHashMap<>();
    private final Map<ServiceId, CountDownLatch> held = new ConcurrentHashMap<>();

    /** Why it can start nothing. */
    volatile Optional<String> obstacle = Optional.empty();

    /** Who is told what runs without a launch. */
    final Map<ServiceId, Consumer<Optional<String>>> lookouts = new ConcurrentHashMap<>();

    FakeLauncher(FakeMachine machine) {
        this.machine = machine;
    }

    /** From now on the service cannot be started. */
    void refuse(ServiceId id, LaunchException.Kind kind, String message) {
        refusals.put(id, new LaunchException(kind, message));
    }

    /** From now on it cannot be seen whether the service runs. */
    void cannotLook(ServiceId id, LaunchException.Kind kind) {
        blind.put(id, new LaunchException(kind, "nobody answers"));
    }

    void acceptAgain(ServiceId id) {
        blind.remove(id);
        refusals.remove(id);
        mistakes.remove(id);
        unkillable.remove(id);
    }

    /** From now on the service cannot be ended. */
    void cannotEnd(ServiceId id, String message) {
        unkillable.put(id, new LaunchException(LaunchException.Kind.TRANSIENT, message));
    }

    /** From now on the plugin breaks its contract right after it has started the service. */
    void breakAfterLaunch(ServiceId id, RuntimeException mistake) {
        mistakes.put(id, mistake);
    }

    /** Stops of the service take until the latch is open. */
    void holdStop(ServiceId id, CountDownLatch latch) {
        held.put(id, latch);
    }

    @Override
    public LaunchHandle prepare(ServiceSpec spec, String launchId) throws LaunchException {
        fail(refusals.get(spec.id()));
        return new LaunchHandle(1, TYPE, spec.id(), launchId, Map.of());
    }

    @Override
    public void standBy(LaunchHandle handle, ServiceSpec spec) {
        machine.ready.add(handle.launchId());
    }

    @Override
    public Launch launch(LaunchHandle handle, ServiceSpec spec, LaunchListener listener) {
        machine.ready.remove(handle.launchId());
        machine.calls.add("launch " + handle.service());
        Launch launch = machine.start(handle, listener);
        Optional.ofNullable(mistakes.get(handle.service()))
                .ifPresent(
                        mistake -> {
                            throw mistake;
                        });
        return launch;
    }

    @Override
    public Recovered recover(LaunchHandle handle, LaunchListener listener) {
        if (machine.knows(handle)) {
            machine.calls.add("recover " + handle.service());
        }
        return machine.watch(handle, listener)
                .<Recovered>map(Recovered.Adopted::new)
                .or(() -> machine.exit(handle).map(Recovered.Gone::new))
                .orElseGet(Recovered.NeverStarted::new);
    }

    @Override
    public void stop(LaunchHandle handle, StopOrder order) throws LaunchException {
        machine.calls.add("stop " + handle.service());
        fail(unkillable.get(handle.service()));
        Optional.ofNullable(held.get(handle.service())).ifPresent(FakeLauncher::pass);
        machine.end(
                handle,
                new ExitStatus.Killed(order.signal().number(), false),
                Instant.parse("2026-01-01T00:00:01Z"));
    }

    @Override
    public void signal(LaunchHandle handle, Signal signal) throws LaunchException {
        fail(unkillable.get(handle.service()));
        machine.calls.add("signal " + handle.service() + " " + signal);
    }

    @Override
    public void forget(LaunchHandle handle) {
        machine.ready.remove(handle.launchId());
        if (machine.knows(handle)) {
            machine.calls.add("forget " + handle.service());
        }
    }

    @Override
    public Optional<Pausing> pausing() {
        return pauses ? Optional.of(this) : Optional.empty();
    }

    @Override
    public void pause(LaunchHandle handle) {
        machine.calls.add("pause " + handle.service());
    }

    @Override
    public void resume(LaunchHandle handle) {
        machine.calls.add("resume " + handle.service());
    }

    @Override
    public Optional<Reloading> reloading() {
        return reloads ? Optional.of(this) : Optional.empty();
    }

    @Override
    public void reload(LaunchHandle handle) throws LaunchException {
        machine.calls.add("reload " + handle.service());
        try {
            reloaded.await();
        } catch (InterruptedException e) {
            machine.calls.add("interrupt " + handle.service());
            throw new LaunchException(LaunchException.Kind.TRANSIENT, "interrupted", e);
        }
        fail(unkillable.get(handle.service()));
    }

    @Override
    public Optional<String> obstacle() {
        return obstacle;
    }

    @Override
    public Optional<Sighting> sighting() {
        return Optional.of(this);
    }

    @Override
    public Lookout look(ServiceSpec spec, Consumer<Optional<String>> seen) throws LaunchException {
        fail(blind.get(spec.id()));
        lookouts.put(spec.id(), seen);
        seen.accept(Optional.empty());
        return () -> lookouts.remove(spec.id(), seen);
    }

    private static void fail(@Nullable LaunchException failure) throws LaunchException {
        if (failure != null) {
            throw new LaunchException(failure.kind(), failure.getMessage());
        }
    }

    private static void pass(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException("interrupted while it was held", e);
        }
    }
}
