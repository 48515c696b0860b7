package hostler.os.linux;

import hostler.os.api.HeldProcess;
import hostler.os.api.ProcessIdentity;
import hostler.os.api.ProcessTable;
import hostler.os.api.ProcessWatch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Watches any number of processes with one thread, through pidfds and epoll. */
@Component(service = ProcessWatch.class)
public final class PidfdWatch implements ProcessWatch, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(PidfdWatch.class);
    private static final Duration LONGEST_STOP = Duration.ofSeconds(2);

    private final ProcessTable table;
    private final Epoll epoll;
    private final Map<Long, PidfdProcess> held = new ConcurrentHashMap<>();
    private final AtomicLong tokens = new AtomicLong(Epoll.WAKE);

    /** Nothing is added to epoll once it may be closed. */
    private final Object lock = new Object();

    private volatile boolean closed;
    private final Thread thread;

    /**
     * Starts the thread.
     *
     * @param table compares identities
     */
    @Activate
    public PidfdWatch(@Reference ProcessTable table) throws IOException {
        this.table = table;
        this.epoll = new Epoll();
        this.thread = Thread.ofPlatform().daemon().name("hostler-process-watch").start(this::watch);
    }

    /**
     * {@inheritDoc}
     *
     * <p>The callback may come before this method returns. A zombie counts as gone.
     */
    @Override
    public Optional<HeldProcess> hold(ProcessIdentity identity, Runnable onExit) {
        try {
            Optional<Integer> pidfd = Pidfd.open(identity.pid());
            return pidfd.isEmpty() ? Optional.empty() : hold(identity, pidfd.get(), onExit);
        } catch (ErrnoException e) {
            throw new UncheckedIOException("cannot take hold of process " + identity.pid(), e);
        }
    }

    private Optional<HeldProcess> hold(ProcessIdentity identity, int pidfd, Runnable onExit)
            throws ErrnoException {
        long token = tokens.incrementAndGet();
        PidfdProcess process = new PidfdProcess(identity, pidfd, onExit, () -> held.remove(token));
        boolean watched = false;
        try {
            if (table.alive(identity)) {
                watch(token, process, pidfd);
                watched = true;
            }
        } finally {
            if (!watched) {
                process.close();
            }
        }
        return watched ? Optional.of(process) : Optional.empty();
    }

    private void watch(long token, PidfdProcess process, int pidfd) throws ErrnoException {
        synchronized (lock) {
            if (closed) {
                throw new IllegalStateException("the process watch is closed");
            }
            held.put(token, process);
            epoll.add(pidfd, token);
        }
    }

    private void watch() {
        try {
            while (!closed) {
                for (long token : epoll.await()) {
                    notifyOf(token);
                }
            }
        } catch (ErrnoException e) {
            LOG.error("no exit of a process is noticed any more: cannot wait for events", e);
        }
    }

    private void notifyOf(long token) {
        PidfdProcess process = held.remove(token);
        if (process != null) {
            process.ended();
        }
    }

    /** Lets go of every process and ends the thread. No process is touched. */
    @Deactivate
    @Override
    public void close() {
        synchronized (lock) {
            if (closed) {
                return;
            }
            closed = true;
        }
        endThread();
        held.values().forEach(PidfdProcess::close);
    }

    private void endThread() {
        try {
            epoll.wake();
            if (!thread.equals(Thread.currentThread()) && thread.join(LONGEST_STOP)) {
                epoll.close();
            }
        } catch (ErrnoException e) {
            LOG.warn("cannot wake the thread of the process watch; it stays", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
