package hostler.launcher.testkit;

import hostler.launcher.api.LaunchEvent;
import hostler.launcher.api.LaunchHandle;
import hostler.launcher.api.LaunchListener;
import hostler.os.api.ExitStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A listener that remembers everything it was told, in order. For one test's thread. */
public final class Events implements LaunchListener {
    private final BlockingQueue<LaunchEvent> told = new LinkedBlockingQueue<>();
    private final List<LaunchEvent> taken = new ArrayList<>();

    @Override
    public void told(LaunchHandle handle, LaunchEvent event) {
        told.add(event);
    }

    /** Waits for the next event of a kind; what comes before it is only remembered. */
    public <T extends LaunchEvent> T next(Class<T> kind) throws InterruptedException {
        while (true) {
            LaunchEvent event = told.poll(LauncherContract.SOON.toMillis(), TimeUnit.MILLISECONDS);
            if (event == null) {
                throw new AssertionError(
                        "no "
                                + kind.getSimpleName()
                                + " within "
                                + LauncherContract.SOON
                                + ", but before that "
                                + taken);
            }
            taken.add(event);
            if (kind.isInstance(event)) {
                return kind.cast(event);
            }
        }
    }

    /** Waits for so many events, of whatever kind. */
    public List<LaunchEvent> take(int count) throws InterruptedException {
        List<LaunchEvent> next = new ArrayList<>();
        while (next.size() < count) {
            next.add(next(LaunchEvent.class));
        }
        return next;
    }

    /** Waits for the exit. */
    public ExitStatus exit() throws InterruptedException {
        return next(LaunchEvent.Exited.class).exit().status();
    }

    /** Everything told until now, in order. */
    public List<LaunchEvent> all() {
        told.drainTo(taken);
        return List.copyOf(taken);
    }

    /** Whether nothing more is told for this time than what was waited for. */
    public boolean silent(Duration time) throws InterruptedException {
        return told.poll(time.toMillis(), TimeUnit.MILLISECONDS) == null;
    }
}
