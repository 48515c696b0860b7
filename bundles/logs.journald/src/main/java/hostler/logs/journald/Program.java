package hostler.logs.journald;

import static java.nio.charset.StandardCharsets.UTF_8;

import hostler.core.api.Failure;
import hostler.core.api.ServiceException;
import hostler.os.api.AttachedLaunch;
import hostler.os.api.ExitRecord;
import hostler.os.api.OutputPipe;
import hostler.os.api.ProcessWatch;
import hostler.os.api.SpawnDoor;
import hostler.os.api.SpawnOrder;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A program that runs and is read from. Closing it ends it, whoever may be reading. */
final class Program implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Program.class);
    private static final int BLOCK = 4 * 1024;
    private static final int LONGEST_COMPLAINT = 2 * 1024;
    private static final String UNKNOWN_END = "nobody knows how it ended";

    private final String name;
    private final SpawnDoor spawn;
    private final SpawnOrder order;
    private final AttachedLaunch launch;
    private final KeeperEnd keeper;
    private final Thread listener;
    private final AtomicBoolean closed = new AtomicBoolean();

    /** What it has said on stderr; guarded by itself. */
    private final StringBuilder complaints = new StringBuilder();

    Program(
            String name,
            SpawnDoor spawn,
            ProcessWatch watch,
            SpawnOrder order,
            AttachedLaunch launch) {
        this.name = name;
        this.spawn = spawn;
        this.order = order;
        this.launch = launch;
        this.keeper = new KeeperEnd(watch, launch.birth());
        this.listener = Thread.startVirtualThread(this::listen);
    }

    private void listen() {
        try {
            byte[] heard = launch.err().read(BLOCK);
            while (heard.length > 0) {
                keep(new String(heard, UTF_8));
                heard = launch.err().read(BLOCK);
            }
        } catch (IOException e) {
            LOG.debug("what {} says cannot be read", name, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void keep(String text) {
        synchronized (complaints) {
            complaints.append(text);
            complaints.setLength(Math.min(complaints.length(), LONGEST_COMPLAINT));
        }
    }

    /** What it writes. */
    OutputPipe out() {
        return launch.out();
    }

    /** What it has complained about; empty: nothing. */
    String complaints() {
        synchronized (complaints) {
            return complaints.toString().strip().replace('\n', ' ');
        }
    }

    /**
     * Waits for its end, which comes soon when its output has ended.
     *
     * @throws ServiceException UNAVAILABLE when it has not ended well; the message has what it said
     */
    void awaitSuccess() throws ServiceException, InterruptedException {
        ExitRecord end = awaitRecord().orElseThrow(() -> failed(UNKNOWN_END));
        if (end.deadlineExceeded()) {
            throw failed(
                    "it took longer than "
                            + order.killAfter().orElseThrow().toSeconds()
                            + " s; a shorter time to look through makes it faster");
        }
        if (!end.status().success()) {
            throw failed(described(end));
        }
    }

    /** Waits for the same, and tells how it was and what it said. */
    String awaitEnd() throws InterruptedException {
        return awaitRecord().map(this::described).orElse(UNKNOWN_END);
    }

    private Optional<ExitRecord> awaitRecord() throws InterruptedException {
        keeper.await();
        listener.join();
        return spawn.exit(order.records(), order.launchId());
    }

    private String described(ExitRecord end) {
        String said = complaints();
        return end.status().describe() + (said.isEmpty() ? "" : ": " + said);
    }

    private ServiceException failed(String reason) {
        return new ServiceException(Failure.UNAVAILABLE, name + ": " + reason);
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            launch.close();
            keeper.thenForget(order, spawn);
        }
    }
}
