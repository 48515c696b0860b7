package hostler.core;

import hostler.core.api.ServiceId;
import hostler.launcher.api.Launch;
import hostler.launcher.api.LaunchEvent;
import hostler.launcher.api.LaunchHandle;
import hostler.launcher.api.LaunchListener;
import hostler.os.api.ExitRecord;
import hostler.os.api.ExitStatus;
import hostler.os.api.ProcessIdentity;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** The processes of services: they outlive launchers and agents. */
final class FakeMachine {
    final List<String> calls = new CopyOnWriteArrayList<>();

    /** Launches that stand by, by launch id. */
    final Set<String> ready = ConcurrentHashMap.newKeySet();

    private final Map<String, Launch> alive = new ConcurrentHashMap<>();
    private final Map<String, ExitRecord> exits = new ConcurrentHashMap<>();
    private final Map<String, LaunchListener> listeners = new ConcurrentHashMap<>();
    private final AtomicInteger pids = new AtomicInteger(100);

    Launch start(LaunchHandle handle, LaunchListener listener) {
        ProcessIdentity process = new ProcessIdentity("boot", pids.incrementAndGet(), 7);
        Launch launch = new Launch(handle, process, Instant.parse("2026-01-01T00:00:00Z"));
        alive.put(handle.launchId(), launch);
        listeners.put(handle.launchId(), listener);
        return launch;
    }

    Optional<Launch> watch(LaunchHandle handle, LaunchListener listener) {
        Optional<Launch> launch = Optional.ofNullable(alive.get(handle.launchId()));
        launch.ifPresent(found -> listeners.put(handle.launchId(), listener));
        return launch;
    }

    /** Whether anything was ever started under a handle. */
    boolean knows(LaunchHandle handle) {
        return alive.containsKey(handle.launchId()) || exits.containsKey(handle.launchId());
    }

    Optional<ExitRecord> exit(LaunchHandle handle) {
        return Optional.ofNullable(exits.get(handle.launchId()));
    }

    /** Ends a launch; its listener, if anybody listens, hears of it. */
    void end(LaunchHandle handle, ExitStatus status, Instant at) {
        if (alive.remove(handle.launchId()) != null) {
            explain(handle, status, at);
        }
    }

    /** It is known now how a launch ended. */
    void explain(LaunchHandle handle, ExitStatus status, Instant at) {
        explain(handle, new ExitRecord(handle.launchId(), status, at, false));
    }

    private void explain(LaunchHandle handle, ExitRecord exit) {
        exits.put(handle.launchId(), exit);
        tell(handle, new LaunchEvent.Exited(exit));
        listeners.remove(handle.launchId());
    }

    /** The process is gone, and how is not known until {@link #explain} tells. */
    LaunchHandle goes(ServiceId id) {
        LaunchHandle handle = launch(id).orElseThrow().handle();
        alive.remove(handle.launchId());
        tell(handle, new LaunchEvent.Ended());
        return handle;
    }

    /** Tells the listener of a launch that something happened. */
    void tell(LaunchHandle handle, LaunchEvent event) {
        Optional.ofNullable(listeners.get(handle.launchId()))
                .ifPresent(listener -> listener.told(handle, event));
    }

    /** Ends the process of a service by itself. */
    void dies(ServiceId id, ExitStatus status, Instant at) {
        end(launch(id).orElseThrow().handle(), status, at);
    }

    /** The same, and its keeper has something to say of it. */
    void dies(ServiceId id, ExitStatus status, Instant at, String verdict) {
        LaunchHandle handle = launch(id).orElseThrow().handle();
        alive.remove(handle.launchId());
        explain(handle, new ExitRecord(handle.launchId(), status, at, false, verdict));
    }

    Optional<Launch> launch(ServiceId id) {
        return alive.values().stream()
                .filter(launch -> launch.handle().service().equals(id))
                .findFirst();
    }

    int living() {
        return alive.size();
    }

    /** Nobody listens any more: the launcher, or the agent, is gone. */
    void deafen() {
        listeners.clear();
    }

    /** The calls so far that begin with a word, for example all of "launch". */
    List<String> calls(String word) {
        return calls.stream().filter(call -> call.startsWith(word + " ")).toList();
    }
}
