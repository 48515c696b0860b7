package hostler.launcher.testkit;

import hostler.launcher.api.LaunchEvent;
import hostler.launcher.api.LaunchHandle;
import hostler.launcher.api.LaunchListener;
import hostler.os.api.ExitRecord;
import hostler.os.api.ExitStatus;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A listener that remembers every exit it was told. */
public final class Exits implements LaunchListener {
    private final BlockingQueue<ExitRecord> told = new LinkedBlockingQueue<>();

    @Override
    public void told(LaunchHandle handle, LaunchEvent event) {
        if (event instanceof LaunchEvent.Exited(ExitRecord exit)) {
            told.add(exit);
        }
    }

    /** Waits for the next exit. */
    public ExitStatus next() throws InterruptedException {
        ExitRecord exit = told.poll(LauncherContract.SOON.toMillis(), TimeUnit.MILLISECONDS);
        if (exit == null) {
            throw new AssertionError("no exit was told within " + LauncherContract.SOON);
        }
        return exit.status();
    }

    /** Whether nothing more is told for this time. */
    public boolean silent(Duration time) throws InterruptedException {
        return told.poll(time.toMillis(), TimeUnit.MILLISECONDS) == null;
    }
}
