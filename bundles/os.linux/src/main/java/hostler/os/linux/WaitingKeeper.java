package hostler.os.linux;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A keeper that has detached and waits for its one order; it ends when this is closed, when the
 * agent dies, or on SIGTERM. To have it ready takes more than half of the time of a start.
 *
 * @param orders pipe it reads its order from
 * @param reports pipe it tells the outcome through
 * @param greeting what it has told first
 */
record WaitingKeeper(int orders, int reports, Report greeting) implements AutoCloseable {

    private static final Duration LONGEST_START = Duration.ofSeconds(30);

    /* Its descriptors, as process.h numbers them. */
    private static final int REPORT = 3;
    private static final int ORDER = 4;
    private static final int FIRST_ATTACHED = 5;
    private static final int GROUP = 8;
    private static final int RECORDS = 9;

    private static final int DIRECTORY = Descriptors.O_RDONLY | Descriptors.O_DIRECTORY;

    /**
     * What a keeper tells.
     *
     * @param stage how far it came
     * @param word errno(3) of what it could not do; of one that waits, its process id
     */
    record Report(Stage stage, int word) {

        private static final int SIZE = 2 * Integer.BYTES;

        private static Report from(int reports) throws IOException {
            byte[] report = Descriptors.read(reports, SIZE);
            if (report.length < SIZE) {
                throw new IOException("it ended without a report");
            }
            ByteBuffer words = ByteBuffer.wrap(report).order(ByteOrder.nativeOrder());
            return new Report(Stage.numbered(words.getInt()), words.getInt());
        }
    }

    /** What a keeper is given, by its numbers; it has copies when these are closed. */
    private record Inherited(Map<Integer, Integer> byTarget) implements AutoCloseable {

        /** Takes a descriptor over. */
        void add(int target, int fd) throws ErrnoException {
            byTarget.put(target, PosixSpawn.outOfTheWay(fd));
        }

        @Override
        public void close() {
            byTarget.values().forEach(Descriptors::close);
        }
    }

    /**
     * Starts one; blocks for some hundred microseconds.
     *
     * @param group directory of the cgroup it lives in from its first instruction; empty: the
     *     agent's
     * @param records directory where its order will probably want the records, which it makes ready
     *     there; empty: nobody can tell
     */
    static WaitingKeeper start(Path program, Optional<Path> group, Optional<Path> records)
            throws IOException {
        Map<Integer, Path> directories = new HashMap<>();
        group.ifPresent(path -> directories.put(GROUP, path));
        records.ifPresent(path -> directories.put(RECORDS, path));
        return start(program, directories, List.of());
    }

    /**
     * Starts one that lives where the agent does, and inherits more.
     *
     * @param attached its descriptors from {@value #FIRST_ATTACHED} on, each {@link
     *     PosixSpawn#outOfTheWay}; the caller closes them
     */
    static WaitingKeeper start(Path program, List<Integer> attached) throws IOException {
        return start(program, Map.of(), attached);
    }

    private static WaitingKeeper start(
            Path program, Map<Integer, Path> directories, List<Integer> attached)
            throws IOException {
        try (Inherited theirs = new Inherited(new TreeMap<>())) {
            Descriptors.Pipe reports = Descriptors.pipe();
            theirs.add(REPORT, reports.writer());
            try {
                for (Map.Entry<Integer, Path> directory : directories.entrySet()) {
                    theirs.add(
                            directory.getKey(), Descriptors.open(directory.getValue(), DIRECTORY));
                }
                return start(program, theirs, attached, reports.reader());
            } catch (IOException e) {
                Descriptors.close(reports.reader());
                throw e;
            }
        }
    }

    private static WaitingKeeper start(
            Path program, Inherited theirs, List<Integer> attached, int reports)
            throws IOException {
        Descriptors.Pipe orders = Descriptors.pipe();
        theirs.add(ORDER, orders.reader());
        try {
            SortedMap<Integer, Integer> all = new TreeMap<>(theirs.byTarget());
            for (int index = 0; index < attached.size(); index++) {
                all.put(FIRST_ATTACHED + index, attached.get(index));
            }
            PosixSpawn.run(program, all);
            return new WaitingKeeper(orders.writer(), reports, greeting(reports));
        } catch (IOException e) {
            Descriptors.close(orders.writer());
            throw e;
        }
    }

    /** The first of its two processes told it, and has ended. */
    private static Report greeting(int reports) throws IOException {
        if (!Descriptors.readable(reports, Duration.ZERO)) {
            throw new IOException("it was killed at its start");
        }
        return Report.from(reports);
    }

    /** Its process id. */
    int pid() throws IOException {
        if (greeting.stage() != Stage.WAITING) {
            throw new IOException("it does not wait: " + Errno.describe(greeting.word()));
        }
        return greeting.word();
    }

    /** Whether it still waits: it may have been ended meanwhile. */
    boolean waits() throws IOException {
        return greeting.stage() == Stage.WAITING && !Descriptors.readable(reports, Duration.ZERO);
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
        if (greeting.stage() == Stage.WAITING && !Descriptors.readable(reports, LONGEST_START)) {
            return Optional.of(new LaunchFailure(Stage.WITHDRAWN, 0));
        }
        Report outcome = greeting.stage() == Stage.WAITING ? Report.from(reports) : greeting;
        return outcome.stage() == Stage.STARTED
                ? Optional.empty()
                : Optional.of(new LaunchFailure(outcome.stage(), outcome.word()));
    }

    /** A keeper that has not executed the program by now takes the launch back. */
    @Override
    public void close() {
        Descriptors.close(orders);
        Descriptors.close(reports);
    }
}
