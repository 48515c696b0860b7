package hostler.os.linux;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The pipes between the agent and an attached launch.
 *
 * @param out that its main process writes stdout to
 * @param err that it writes stderr to
 * @param lifeline that nobody writes to: its end tells the keeper that the agent let go or died
 */
record AttachedPipes(Ends out, Ends err, Ends lifeline) implements AutoCloseable {

    private static final int COUNT = 3;

    /** Both ends of one. */
    record Ends(OwnedDescriptor reader, OwnedDescriptor writer) implements AutoCloseable {
        /** Their numbers are {@link PosixSpawn#outOfTheWay out of the way} of the inherited. */
        static Ends open() throws ErrnoException {
            Descriptors.Pipe pipe = Descriptors.pipe();
            OwnedDescriptor writer = new OwnedDescriptor(pipe.writer());
            OwnedDescriptor reader = new OwnedDescriptor(pipe.reader());
            try (writer;
                    reader) {
                return of(moved(reader), writer);
            }
        }

        private static Ends of(OwnedDescriptor reader, OwnedDescriptor writer)
                throws ErrnoException {
            try {
                return new Ends(reader, moved(writer));
            } catch (ErrnoException e) {
                reader.close();
                throw e;
            }
        }

        private static OwnedDescriptor moved(OwnedDescriptor fd) throws ErrnoException {
            return new OwnedDescriptor(
                    Descriptors.duplicate(fd.number(), PosixSpawn.ABOVE_ALL_INHERITED));
        }

        @Override
        public void close() {
            reader.close();
            writer.close();
        }
    }

    static AttachedPipes open() throws ErrnoException {
        List<Ends> all = new ArrayList<>();
        try {
            while (all.size() < COUNT) {
                all.add(Ends.open());
            }
            return new AttachedPipes(all.get(0), all.get(1), all.get(2));
        } catch (ErrnoException e) {
            all.forEach(Ends::close);
            throw e;
        }
    }

    /** Has a keeper carry out an order; its ends of the pipes are its alone afterwards. */
    Optional<LaunchFailure> launch(Path keeper, byte[] order) throws IOException {
        List<OwnedDescriptor> theirs = List.of(out.writer(), err.writer(), lifeline.reader());
        try (WaitingKeeper waiting =
                WaitingKeeper.start(
                        keeper, theirs.stream().map(OwnedDescriptor::number).toList())) {
            theirs.forEach(OwnedDescriptor::close);
            // One that is gone already has told why, or nothing.
            waiting.take(order);
            return waiting.awaitReport();
        }
    }

    @Override
    public void close() {
        out.close();
        err.close();
        lifeline.close();
    }
}
