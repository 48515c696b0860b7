package hostler.launcher.systemd;

import hostler.launcher.api.LaunchHandle;
import hostler.launcher.api.LaunchListener;
import hostler.os.api.LineWatch;
import hostler.os.api.ProcessTable;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The launches that somebody listens to; one listener each. */
final class Watchers implements AutoCloseable {
    private final ProcessTable table;
    private final LineWatch lines;
    private final LaunchMarks marks;
    private final Map<String, WatchedUnit> byLaunch = new ConcurrentHashMap<>();

    Watchers(ProcessTable table, LineWatch lines, LaunchMarks marks) {
        this.table = table;
        this.lines = lines;
        this.marks = marks;
    }

    /** Listens from now on; the listener before hears nothing any more. */
    WatchedUnit watch(LaunchHandle handle, LaunchListener listener) {
        letGo(handle);
        WatchedUnit watch = new WatchedUnit(handle, table, lines, marks, listener);
        byLaunch.put(handle.launchId(), watch);
        return watch;
    }

    /** Whether the end of a launch was told. */
    boolean toldEnd(LaunchHandle handle) {
        return Optional.ofNullable(byLaunch.get(handle.launchId()))
                .filter(WatchedUnit::isOver)
                .isPresent();
    }

    /** Nobody listens to a launch any more. */
    void letGo(LaunchHandle handle) {
        Optional.ofNullable(byLaunch.remove(handle.launchId())).ifPresent(WatchedUnit::close);
    }

    @Override
    public void close() {
        byLaunch.values().forEach(WatchedUnit::close);
        byLaunch.clear();
    }
}
