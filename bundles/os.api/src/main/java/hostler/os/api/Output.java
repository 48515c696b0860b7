package hostler.os.api;

import java.nio.file.Path;

/** Where stdout and stderr of a spawned process go. Standard input is always {@code /dev/null}. */
public sealed interface Output {

    /**
     * The process owns a descriptor of the file, opened for append: nobody stands between it and
     * its log.
     */
    record Append(Path file) implements Output {}

    /**
     * A pipe that the keeper reads: the first {@code limit} bytes reach the file, the rest is read
     * and dropped, so the process never blocks and never fills the disk.
     */
    record Capped(Path file, long limit) implements Output {}

    /**
     * A pipe that the keeper reads for as long as anything of the launch lives, agent or not, and
     * appends to the file. The process may open {@code /dev/stdout} again without touching what the
     * file holds. What a full disk does not take is dropped and counted, in the log itself and as
     * {@code output_dropped} in the exit record: the process never waits for the disk to have room.
     * When the keeper is killed the process loses its output.
     */
    record Piped(Path file) implements Output {}

    /**
     * A pipe each for stdout and stderr, which the agent reads: the process waits while they are
     * full. Only for {@link SpawnDoor#attach}. No file keeps any of it, so {@link #file} is {@code
     * /dev/null}.
     */
    record Attached() implements Output {
        @Override
        public Path file() {
            return Path.of("/dev/null");
        }
    }

    /** The file that the output reaches. */
    Path file();
}
