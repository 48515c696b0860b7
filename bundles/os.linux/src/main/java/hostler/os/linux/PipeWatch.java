package hostler.os.linux;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the readers of pipes when there is something to read, with one thread for all of them. */
final class PipeWatch implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(PipeWatch.class);

    private final Epoll epoll;
    private final Map<Long, Runnable> readers = new ConcurrentHashMap<>();
    private final AtomicLong tokens = new AtomicLong(Epoll.WAKE);

    /** Nothing is asked of epoll once it may be closed. */
    private final Object lock = new Object();

    private volatile boolean closed;

    /** Starts the thread. */
    PipeWatch() throws ErrnoException {
        epoll = new Epoll();
        Thread.ofPlatform().daemon().name("hostler-pipe-watch").start(this::watch);
    }

    /**
     * Takes in a pipe that does not block.
     *
     * @param onReadable called on the watch's thread, once for each {@link #arm}; must not block
     * @return its token
     */
    long add(int pipe, Runnable onReadable) throws IOException {
        long token = tokens.incrementAndGet();
        synchronized (lock) {
            checkOpen();
            epoll.addDisarmed(pipe, token);
            readers.put(token, onReadable);
        }
        return token;
    }

    /** Has the reader told when there is something to read, or nobody left who could write. */
    void arm(int pipe, long token) throws IOException {
        synchronized (lock) {
            checkOpen();
            epoll.arm(pipe, token);
        }
    }

    /** The pipe is closed, or about to be. */
    void remove(long token) {
        readers.remove(token);
    }

    private void checkOpen() throws IOException {
        if (closed) {
            throw new IOException("the spawn door is closed, and reads no output any more");
        }
    }

    private void watch() {
        try {
            while (!closed) {
                for (long token : epoll.await()) {
                    readers.getOrDefault(token, () -> {}).run();
                }
            }
        } catch (ErrnoException e) {
            LOG.error("no output of a command is read any more: cannot wait for events", e);
        } finally {
            end();
        }
    }

    /** Whoever waits finds out by its next try. */
    private void end() {
        synchronized (lock) {
            closed = true;
            epoll.close();
        }
        readers.values().forEach(Runnable::run);
    }

    /** Ends the thread; who reads is told that it is over. */
    @Override
    public void close() {
        synchronized (lock) {
            if (closed) {
                return;
            }
            closed = true;
            try {
                epoll.wake();
            } catch (ErrnoException e) {
                LOG.warn("the thread that watches pipes stays: cannot wake it", e);
            }
        }
    }
}
