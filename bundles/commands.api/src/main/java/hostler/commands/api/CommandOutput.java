package hostler.commands.api;

import java.util.Optional;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * One output of a command. The reader pulls: what is not read waits in a pipe of 64 KiB, and when
 * that is full the command waits. For one thread.
 */
@ConsumerType
public interface CommandOutput {

    /** A line that is longer than this many bytes comes in pieces. */
    int LONGEST_LINE = 64 << 10;

    /**
     * The next line without its line feed and the carriage return before that; invalid UTF-8 is
     * replaced. Blocks until there is one.
     *
     * @return empty at the end: nobody is left who could write, or it was given up; always from
     *     then on
     */
    Optional<String> next() throws InterruptedException;
}
