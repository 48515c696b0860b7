package hostler.launcher.direct;

import hostler.launcher.api.LaunchEvent;
import hostler.launcher.api.LaunchHandle;
import hostler.launcher.api.LaunchListener;
import hostler.os.api.BirthRecord;
import hostler.os.api.ExitRecord;
import hostler.os.api.HeldProcess;
import hostler.os.api.ProcessWatch;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A launch whose end is told to one listener, once, unless it is let go before. */
final class WatchedLaunch implements AutoCloseable {
    private final LaunchHandle handle;
    private final Path directory;
    private final BirthRecord birth;
    private final ExitRecords records;
    private final LaunchListener listener;

    private @Nullable HeldProcess process;

    /** Nothing is to be told any more; guarded by this, as is the call of the listener. */
    private boolean closed;

    /** {@code directory} is where the records of the launch are. */
    WatchedLaunch(
            LaunchHandle handle,
            Path directory,
            BirthRecord birth,
            ExitRecords records,
            LaunchListener listener) {
        this.handle = handle;
        this.directory = directory;
        this.birth = birth;
        this.records = records;
        this.listener = listener;
    }

    /**
     * Takes hold of the main process.
     *
     * @return false when it is gone: {@link #ended} will not be called by anybody else
     */
    boolean hold(ProcessWatch watch) {
        Optional<HeldProcess> held = watch.hold(birth.process(), this::ended);
        held.ifPresent(this::keep);
        return held.isPresent();
    }

    private synchronized void keep(HeldProcess held) {
        if (closed) {
            held.close();
        } else {
            process = held;
        }
    }

    /** The main process has ended; how is found out elsewhere, because it takes a moment. */
    void ended() {
        Thread.ofVirtual().name("hostler-exit-" + birth.launchId()).start(this::findOut);
    }

    private void findOut() {
        try {
            tell(records.await(directory, birth));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void tell(ExitRecord exit) {
        if (!closed) {
            close();
            listener.told(handle, new LaunchEvent.Exited(exit));
        }
    }

    /** Lets go. Once this has returned the listener is not called any more. */
    @Override
    public synchronized void close() {
        closed = true;
        if (process != null) {
            process.close();
        }
    }
}
