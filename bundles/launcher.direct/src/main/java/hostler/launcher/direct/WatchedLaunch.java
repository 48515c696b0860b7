package hostler.launcher.direct;

import hostler.launcher.api.Launch;
import hostler.launcher.api.LaunchEvent;
import hostler.launcher.api.LaunchHandle;
import hostler.launcher.api.LaunchListener;
import hostler.launcher.api.ReadyLog;
import hostler.os.api.BirthRecord;
import hostler.os.api.ExitRecord;
import hostler.os.api.HeldProcess;
import hostler.os.api.LineWatch;
import hostler.os.api.NotifyRecord;
import hostler.os.api.ProcessIdentity;
import hostler.os.api.SpawnDoor;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Tells one listener what happens to a launch, one event after the other, until it is over or let
 * go. Notices from wherever only say that it is time to look; what is true is in the records.
 */
final class WatchedLaunch implements AutoCloseable {

    /** Nobody waits for how it ended; what takes its place has the processors first. */
    private static final Duration PRECEDENCE = Duration.ofMillis(5);

    /** Those who send notices. */
    record Sources(Machine machine, LaunchRecords records) {}

    private final LaunchHandle handle;
    private final HandleData data;
    private final Sources sources;
    private final LaunchListener listener;
    private final Consumer<WatchedLaunch> onOver;
    private final Runnable look = this::look;

    // Guarded by this, as is the call of the listener.
    private BirthRecord birth;
    private Said said = Said.NOTHING;
    private @Nullable HeldProcess process;
    private @Nullable Thread aftermath;
    private LineWatch.@Nullable Search search;
    private boolean closed;

    /** Read without the lock, behind which a virtual thread is woken late. */
    private volatile boolean deserted;

    /** {@code onOver} hears that the exit is about to be told: nobody needs this any more. */
    WatchedLaunch(
            LaunchHandle handle,
            HandleData data,
            Sources sources,
            BirthRecord birth,
            LaunchListener listener,
            Consumer<WatchedLaunch> onOver) {
        this.handle = handle;
        this.data = data;
        this.sources = sources;
        this.birth = birth;
        this.listener = listener;
        this.onOver = onOver;
    }

    /**
     * Begins to tell; what is true already is told at once.
     *
     * @return false when the main process is gone and no other is to follow it, so there is nothing
     *     to follow; {@link #ended} and {@link #close} are what is left to do then
     */
    synchronized boolean begin() {
        if (data.mayMove()) {
            sources.records().add(handle.launchId(), look);
        }
        if (!hold() && !awaitsDaemon()) {
            return false;
        }
        data.readyLog().ifPresent(this::searchLog);
        if (data.forks() && birth.settled()) {
            tell(new LaunchEvent.Moved(launch()));
        }
        look();
        return true;
    }

    /** Takes hold of the main process; false when it is gone. */
    private boolean hold() {
        ProcessIdentity main = birth.process();
        Optional<HeldProcess> held = sources.machine().watch().hold(main, () -> ended(main));
        process = held.orElse(null);
        return held.isPresent();
    }

    private boolean awaitsDaemon() {
        boolean awaits =
                !birth.settled() && door().exit(data.records(), handle.launchId()).isEmpty();
        if (awaits) {
            ended();
        }
        return awaits;
    }

    private SpawnDoor door() {
        return sources.machine().spawn();
    }

    private void searchLog(ReadyLog log) {
        search = log.await(sources.machine().lines(), birth.outputStart(), this::tell);
    }

    private synchronized void tell(LaunchEvent event) {
        if (!closed) {
            listener.told(handle, event);
        }
    }

    /**
     * The main process is gone; what that comes to is found out elsewhere, as it takes a moment.
     */
    synchronized void ended() {
        boolean told = !data.mayMove();
        BirthRecord gone = birth;
        if (told) {
            // Who hears of the end asks for this next.
            deserted = isDeserted(gone);
            tell(new LaunchEvent.Ended());
        }
        aftermath =
                Thread.ofVirtual()
                        .name("hostler-exit-" + handle.launchId())
                        .start(() -> findOut(gone, told ? PRECEDENCE : Duration.ZERO));
    }

    private synchronized void ended(ProcessIdentity main) {
        if (!closed && birth.process().equals(main)) {
            ended();
        }
    }

    /** Whether it is known already that nobody of it lives. */
    boolean provenOver() {
        return deserted;
    }

    private boolean isDeserted(BirthRecord gone) {
        try {
            return sources.machine().table().deserted(gone);
        } catch (UncheckedIOException unknown) {
            return false;
        }
    }

    private void findOut(BirthRecord gone, Duration precedence) {
        try {
            Thread.sleep(precedence);
            switch (sources.records().aftermath(data.records(), gone)) {
                case Aftermath.Over(ExitRecord exit) -> over(exit);
                case Aftermath.Succeeded(BirthRecord next) -> move(next);
            }
        } catch (InterruptedException letGo) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void over(ExitRecord exit) {
        onOver.accept(this);
        tell(new LaunchEvent.Exited(exit));
        close();
    }

    private synchronized void look() {
        if (!closed && data.mayMove()) {
            door().birth(data.records(), handle.launchId()).ifPresent(this::move);
            door().notices(data.records(), handle.launchId()).ifPresent(this::hear);
        }
    }

    private synchronized void move(BirthRecord now) {
        if (closed || now.process().equals(birth.process())) {
            return;
        }
        letGo();
        birth = now;
        tell(new LaunchEvent.Moved(launch()));
        if (!hold()) {
            ended();
        }
    }

    private void hear(NotifyRecord record) {
        Said now = new Said(record, data.watchdog());
        now.newSince(said).forEach(this::tell);
        said = now;
    }

    /** As it is now. */
    synchronized Launch launch() {
        ProcessIdentity main = birth.process();
        return new Launch(
                handle, main, sources.machine().table().startedAt(main).orElse(birth.at()));
    }

    private void letGo() {
        if (process != null) {
            process.close();
            process = null;
        }
    }

    /** Lets go. Once this has returned the listener is not called any more. */
    @Override
    public synchronized void close() {
        closed = true;
        sources.records().remove(handle.launchId(), look);
        letGo();
        if (search != null) {
            search.close();
        }
        if (aftermath != null && !birth.settled()) {
            // Nothing else ends the wait for a daemon.
            aftermath.interrupt();
        }
    }
}
