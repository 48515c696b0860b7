package hostler.launcher.direct;

import hostler.os.api.HeldProcess;
import hostler.os.api.ProcessIdentity;
import hostler.os.api.ProcessWatch;
import hostler.os.api.Signal;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A process held for as long as somebody waits for its end. */
final class Held implements AutoCloseable {
    private final CountDownLatch gone;
    private final HeldProcess process;

    private Held(CountDownLatch gone, HeldProcess process) {
        this.gone = gone;
        this.process = process;
    }

    /** Takes hold of a process; empty when it is gone. */
    static Optional<Held> take(ProcessWatch watch, ProcessIdentity identity) {
        CountDownLatch gone = new CountDownLatch(1);
        return watch.hold(identity, gone::countDown).map(process -> new Held(gone, process));
    }

    ProcessIdentity identity() {
        return process.identity();
    }

    /** Signals it; a process that is gone by now needs none. */
    void send(Signal signal) {
        process.send(signal);
    }

    /**
     * Waits for its end.
     *
     * @param deadline by {@link System#nanoTime}
     * @return false when it still lives
     */
    boolean awaitEnd(long deadline) throws InterruptedException {
        return gone.await(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
    }

    @Override
    public void close() {
        process.close();
    }
}
