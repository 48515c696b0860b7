package hostler.os.linux;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import hostler.os.api.OutputPipe;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/** The agent's end of a pipe, which it reads without blocking and waits for by the watch. */
final class WatchedPipe implements OutputPipe, AutoCloseable {

    private static final byte[] END = {};

    private final PipeWatch watch;
    private final Semaphore worthALook = new Semaphore(0);
    private final long token;

    /** Keeps the descriptor open while it is used: its number may be another's afterwards. */
    private final Object lock = new Object();

    @GuardedBy("lock")
    private final OwnedDescriptor reader;

    /** Takes over the descriptor. */
    WatchedPipe(PipeWatch watch, OwnedDescriptor reader) throws IOException {
        this.watch = watch;
        this.reader = reader;
        Descriptors.unblock(reader.number());
        this.token = watch.add(reader.number(), worthALook::release);
    }

    @Override
    public byte[] read(int most) throws IOException, InterruptedException {
        while (true) {
            Optional<byte[]> there = readNow(most);
            if (there.isPresent()) {
                return there.get();
            }
            worthALook.acquire();
        }
    }

    /** Empty when there is nothing now; then the watch will say when to look again. */
    private Optional<byte[]> readNow(int most) throws IOException {
        synchronized (lock) {
            if (!reader.isOpen()) {
                return Optional.of(END);
            }
            try {
                return Optional.of(Descriptors.read(reader.number(), most));
            } catch (ErrnoException e) {
                if (e.errno() != Errno.EAGAIN) {
                    throw e;
                }
                watch.arm(reader.number(), token);
                return Optional.empty();
            }
        }
    }

    @Override
    public void close() {
        synchronized (lock) {
            watch.remove(token);
            reader.close();
        }
        worthALook.release();
    }
}
