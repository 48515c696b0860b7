package hostler.commands;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import hostler.commands.api.CommandStatus;
import hostler.core.api.Failure;
import hostler.core.api.ServiceException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The commands that are known. Thread-safe. */
final class CommandBook {
    /** How many continuous commands are remembered after their end; the oldest is forgotten. */
    static final int MOST_ENDED = 256;

    @GuardedBy("this")
    private final Map<String, CommandRun> running = new HashMap<>();

    @GuardedBy("this")
    private final Map<String, CommandStatus> ended =
            new LinkedHashMap<>() {
                @Override
                protected boolean removeEldestEntry(Map.Entry<String, CommandStatus> eldest) {
                    return size() > MOST_ENDED;
                }
            };

    @GuardedBy("this")
    private int taken;

    @GuardedBy("this")
    private boolean closed;

    /**
     * Takes a place for a command that is to start.
     *
     * @param most as many as there may be
     * @throws ServiceException RESOURCE_EXHAUSTED when there is none; UNAVAILABLE after {@link
     *     #close}
     */
    synchronized void takePlace(int most) throws ServiceException {
        if (closed) {
            throw new ServiceException(
                    Failure.UNAVAILABLE, "this agent stops running commands; try again");
        }
        if (taken >= most) {
            throw new ServiceException(
                    Failure.RESOURCE_EXHAUSTED,
                    taken + " commands run already: command.max_concurrent allows no more");
        }
        taken++;
    }

    synchronized void givePlaceBack() {
        taken--;
    }

    /** How many places are taken. */
    synchronized int taken() {
        return taken;
    }

    /** A command has started; one that comes after {@link #close} is stopped at once. */
    void add(CommandRun run) {
        if (!isAdded(run)) {
            run.stop();
        }
    }

    private synchronized boolean isAdded(CommandRun run) {
        running.put(run.id(), run);
        return !closed;
    }

    /** Nothing of a command lives any more; only one that is continuous is remembered. */
    synchronized void end(CommandStatus last, boolean continuous) {
        running.remove(last.id());
        if (continuous) {
            ended.put(last.id(), last);
        }
    }

    /** One that runs; empty when there is none of that id. */
    synchronized Optional<CommandRun> running(String id) {
        return Optional.ofNullable(running.get(id));
    }

    /** One that has ended and is remembered. */
    synchronized Optional<CommandStatus> ended(String id) {
        return Optional.ofNullable(ended.get(id));
    }

    /** From now on no place can be taken; those that run are to be stopped by the caller. */
    synchronized List<CommandRun> close() {
        closed = true;
        return List.copyOf(running.values());
    }
}
