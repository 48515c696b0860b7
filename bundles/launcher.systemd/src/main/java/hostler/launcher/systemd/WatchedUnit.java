package hostler.launcher.systemd;

import hostler.launcher.api.Launch;
import hostler.launcher.api.LaunchEvent;
import hostler.launcher.api.LaunchHandle;
import hostler.launcher.api.LaunchListener;
import hostler.launcher.api.ReadyLog;
import hostler.os.api.ExitRecord;
import hostler.os.api.ExitStatus;
import hostler.os.api.LineWatch;
import hostler.os.api.ProcessTable;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of the unit of one launch, told to one listener. A unit that systemd itself starts
 * again lives on as the same launch, with another main process.
 */
final class WatchedUnit implements AutoCloseable {
    private static final String READY = "READY=1, says systemd";
    private static final String SILENT = "no WATCHDOG=1 in time, says systemd, and has ended it";

    private final LaunchHandle handle;
    private final ProcessTable table;
    private final LineWatch lines;
    private final LaunchMarks marks;
    private final LaunchListener listener;

    /** Guarded by this, as is what follows, and every call of the listener. */
    private @Nullable MainProcess main;

    private @Nullable TrackedUnit unit;
    private LineWatch.@Nullable Search search;
    private String said = "";
    private boolean ready;
    private boolean over;
    private boolean closed;

    WatchedUnit(
            LaunchHandle handle,
            ProcessTable table,
            LineWatch lines,
            LaunchMarks marks,
            LaunchListener listener) {
        this.handle = handle;
        this.table = table;
        this.lines = lines;
        this.marks = marks;
        this.listener = listener;
    }

    /** Its main process is known: from now on the listener is told. */
    synchronized Launch begin(TrackedUnit tracked, MainProcess first) {
        unit = tracked;
        main = first;
        UnitState now = tracked.state();
        Launch launch = launch(first, now.runs() && isCurrent(now));
        if (now.daemonRuns() && isCurrent(now)) {
            moved(first);
        }
        ReadyLog.of(handle).ifPresent(this::await);
        seen(now);
        return launch;
    }

    private void await(ReadyLog log) {
        search = log.await(lines, marks.outputStart(UnitRef.of(handle)), this::tell);
    }

    private synchronized void tell(LaunchEvent.Ready news) {
        if (!closed) {
            listener.told(handle, news);
        }
    }

    /** The unit is in this state now. */
    synchronized void seen(UnitState state) {
        if (main == null || closed) {
            return;
        }
        if (state.runs() && !isCurrent(state)) {
            state.main().ifPresent(this::moved);
        }
        words(state);
        if (state.over() && unit != null) {
            over(state, unit);
        }
    }

    /**
     * A unit that is to be started again passes through failure on the way, and of a daemon's
     * starter only another look tells how it ended.
     */
    private void over(UnitState state, TrackedUnit tracked) {
        if (state.restarts() || state.exit(handle.launchId()).isEmpty()) {
            tracked.confirm(now -> confirmed(state, now));
        } else {
            ended(state);
        }
    }

    /** By now systemd may have dropped the unit; then the state before tells how it ended. */
    private synchronized void confirmed(UnitState before, UnitState now) {
        if (!closed && now.over()) {
            ended(now.exit(handle.launchId()).isPresent() ? now : before);
        }
    }

    private boolean isCurrent(UnitState state) {
        return state.main().filter(now -> now.equals(main)).isPresent();
    }

    private void moved(MainProcess next) {
        main = next;
        ready = false;
        listener.told(handle, new LaunchEvent.Moved(launch(next, true)));
    }

    private Launch launch(MainProcess process, boolean runs) {
        return new Launch(handle, process.identity(table, runs), process.startedAt());
    }

    private void words(UnitState state) {
        if (!state.statusText().isEmpty() && !state.statusText().equals(said)) {
            said = state.statusText();
            listener.told(handle, new LaunchEvent.Said(said));
        }
        if (state.saysReady() && !ready) {
            ready = true;
            listener.told(handle, new LaunchEvent.Ready(READY));
        }
    }

    private void ended(UnitState state) {
        close();
        over = true;
        if (state.result().equals("watchdog")) {
            listener.told(handle, new LaunchEvent.Unresponsive(SILENT));
        }
        listener.told(handle, new LaunchEvent.Exited(exit(handle.launchId(), state)));
    }

    /** How the unit's main process ended; what systemd has forgotten nobody knows. */
    static ExitRecord exit(String launchId, UnitState state) {
        return state.exit(launchId)
                .orElseGet(
                        () ->
                                new ExitRecord(
                                        launchId,
                                        new ExitStatus.Unknown(),
                                        Instant.now(),
                                        false,
                                        state.verdict()));
    }

    /** Whether its end was told. */
    synchronized boolean isOver() {
        return over;
    }

    /** Lets go. Once this has returned the listener is not called any more. */
    @Override
    public synchronized void close() {
        closed = true;
        if (unit != null) {
            unit.close();
        }
        if (search != null) {
            search.close();
        }
    }
}
