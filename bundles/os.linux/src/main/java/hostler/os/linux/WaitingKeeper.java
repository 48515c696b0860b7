package hostler.os.linux;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A keeper that has detached and waits for its one order; it ends when this is closed, or when the
 * agent dies. To have it ready takes more than half of the time of a start.
 *
 * @param orders pipe it reads its order from
 * @param reports pipe it tells the outcome through
 */
record WaitingKeeper(int orders, int reports) implements AutoCloseable {

    private static final Duration LONGEST_START = Duration.ofSeconds(30);
    private static final int REPORT_SIZE = 2 * Integer.BYTES;

    /** Starts one; blocks for some hundred microseconds. */
    static WaitingKeeper start(Path program) throws IOException {
        return start(program, List.of());
    }

    /**
     * Starts one that inherits more.
     *
     * @param more its next descriptors, each {@link PosixSpawn#outOfTheWay}; the caller closes them
     */
    static WaitingKeeper start(Path program, List<Integer> more) throws IOException {
        Descriptors.Pipe orders = Descriptors.pipe();
        try {
            return new WaitingKeeper(orders.writer(), start(program, orders.reader(), more));
        } catch (ErrnoException e) {
            Descriptors.close(orders.writer());
            throw e;
        }
    }

    private static int start(Path program, int orders, List<Integer> more) throws ErrnoException {
        int order = PosixSpawn.outOfTheWay(orders);
        try {
            return startWith(program, order, more);
        } finally {
            Descriptors.close(order);
        }
    }

    private static int startWith(Path program, int order, List<Integer> more)
            throws ErrnoException {
        Descriptors.Pipe report = Descriptors.pipe();
        try {
            run(program, report.writer(), order, more);
            return report.reader();
        } catch (ErrnoException e) {
            Descriptors.close(report.reader());
            throw e;
        }
    }

    private static void run(Path program, int report, int order, List<Integer> more)
            throws ErrnoException {
        int writer = PosixSpawn.outOfTheWay(report);
        try {
            List<Integer> inherited = new ArrayList<>(List.of(writer, order));
            inherited.addAll(more);
            PosixSpawn.run(program, inherited);
        } finally {
            Descriptors.close(writer);
        }
    }

    /** Gives it the order. False when it is gone: then nothing was started. */
    boolean take(byte[] order) throws IOException {
        try {
            Descriptors.send(orders, order);
            return true;
        } catch (ErrnoException e) {
            if (e.errno() == Errno.EPIPE) {
                return false;
            }
            throw e;
        }
    }

    /** Waits until the program runs, or for why it does not. */
    Optional<LaunchFailure> awaitReport() throws IOException {
        if (!Descriptors.readable(reports, LONGEST_START)) {
            return Optional.of(new LaunchFailure(Stage.WITHDRAWN, 0));
        }
        byte[] report = Descriptors.read(reports, REPORT_SIZE);
        if (report.length < REPORT_SIZE) {
            throw new IOException("it ended without a report");
        }
        ByteBuffer words = ByteBuffer.wrap(report).order(ByteOrder.nativeOrder());
        Stage stage = Stage.numbered(words.getInt());
        return stage == Stage.STARTED
                ? Optional.empty()
                : Optional.of(new LaunchFailure(stage, words.getInt()));
    }

    /** A keeper that has not executed the program by now takes the launch back. */
    @Override
    public void close() {
        Descriptors.close(orders);
        Descriptors.close(reports);
    }
}
