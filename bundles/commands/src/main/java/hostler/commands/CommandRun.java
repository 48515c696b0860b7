package hostler.commands;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import hostler.commands.api.CommandOutput;
import hostler.commands.api.CommandSignal;
import hostler.commands.api.CommandStatus;
import hostler.commands.api.CommandStatus.State;
import hostler.commands.api.RunningCommand;
import hostler.core.api.Failure;
import hostler.core.api.ServiceException;
import hostler.os.api.AttachedLaunch;
import hostler.os.api.ExitStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** A command from its start until nothing of it is left and nobody reads it any more. */
final class CommandRun implements RunningCommand {
    /** How long after its time is up its reader may still read what it wrote. */
    static final Duration LAST_READ = Duration.ofSeconds(5);

    private final String id;
    private final CommandSettings settings;
    private final AttachedLaunch launch;
    private final CommandTree tree;
    private final OutputLines out;
    private final OutputLines err;
    private final Instant startedAt = Instant.now();
    private final long started = System.nanoTime();

    /** Done when nothing of it lives. */
    private final CompletableFuture<ExitStatus> over = new CompletableFuture<>();

    /** Done when nobody reads it any more. */
    private final CompletableFuture<Void> closed = new CompletableFuture<>();

    /** Done when it is over and was read to its end, or nobody is to wait any longer. */
    private final CompletableFuture<ExitStatus> end;

    /** Why its end counts for nothing; the first reason is the one. */
    private final AtomicReference<@Nullable ServiceException> failure = new AtomicReference<>();

    @GuardedBy("this")
    private State state = State.RUNNING;

    @GuardedBy("this")
    private boolean shellEnded;

    @GuardedBy("this")
    private @Nullable Duration lasted;

    /**
     * A command that was started just now.
     *
     * @param settings those it was started with
     */
    CommandRun(String id, CommandSettings settings, AttachedLaunch launch, CommandTree tree) {
        OutputBudget budget = new OutputBudget(settings.maxOutput(), this::overrun);
        this.id = id;
        this.settings = settings;
        this.launch = launch;
        this.tree = tree;
        this.out = new OutputLines(launch.out(), budget);
        this.err = new OutputLines(launch.err(), budget);
        this.end =
                CompletableFuture.allOf(over, out.end(), err.end())
                        .thenApply(done -> over.join())
                        .orTimeout(
                                settings.timeout().plus(LAST_READ).toMillis(),
                                TimeUnit.MILLISECONDS);
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public CommandOutput out() {
        return out;
    }

    @Override
    public CommandOutput err() {
        return err;
    }

    /** Done when nothing of it lives and nobody reads it any more. */
    CompletableFuture<Void> gone() {
        return CompletableFuture.allOf(over, closed);
    }

    @Override
    public ExitStatus await() throws ServiceException, InterruptedException {
        try {
            ExitStatus status = end.get();
            throwFailure();
            return status;
        } catch (ExecutionException e) {
            // Nothing but the time that is up, or a failure that could not wait.
            timeIsUp();
            launch.letGo();
            throwFailure();
            throw new IllegalStateException("a command cannot be waited for", e);
        }
    }

    private void throwFailure() throws ServiceException {
        ServiceException reason = failure.get();
        if (reason != null) {
            throw reason;
        }
    }

    /** The keeper has killed it for that, or its reader does not read. */
    void timeIsUp() {
        failure.compareAndSet(
                null,
                new ServiceException(
                        Failure.DEADLINE_EXCEEDED,
                        "command was ended after "
                                + settings.timeout().toMillis() / 1e3
                                + " s: command.timeout allows no more"));
    }

    /** What is within the limit is still passed on. */
    private void overrun() {
        failure.compareAndSet(
                null,
                new ServiceException(
                        Failure.RESOURCE_EXHAUSTED,
                        "command was ended because it wrote more than "
                                + settings.maxOutput()
                                + " bytes: command.max_output allows no more"));
        launch.letGo();
    }

    /** Ends it because its agent does not run commands any more. */
    void stop() {
        giveUp("command was ended because the agent stops running commands");
    }

    @Override
    public void close() {
        giveUp("command was closed");
    }

    private void giveUp(String why) {
        cancelled();
        ServiceException reason = new ServiceException(Failure.UNAVAILABLE, why);
        failure.compareAndSet(null, reason);
        end.completeExceptionally(reason);
        launch.close();
        closed.complete(null);
    }

    private synchronized void cancelled() {
        if (!shellEnded) {
            state = State.CANCELLED;
        }
    }

    /** Does what {@link hostler.commands.api.Commands#signal} promises. */
    synchronized void signal(CommandSignal signal) throws ServiceException {
        if (state == outcome(signal)) {
            return;
        }
        if (shellEnded || state == State.CANCELLED) {
            throw finished();
        }
        switch (signal) {
            case CANCEL -> launch.letGo();
            case PAUSE -> tree.pause();
            case RESUME -> tree.resume();
        }
        state = outcome(signal);
    }

    static ServiceException finished() {
        return new ServiceException(Failure.FAILED_PRECONDITION, "command has already finished");
    }

    private static State outcome(CommandSignal signal) {
        return switch (signal) {
            case CANCEL -> State.CANCELLED;
            case PAUSE -> State.PAUSED;
            case RESUME -> State.RUNNING;
        };
    }

    /** The shell has ended; what it left may live on for a moment. */
    synchronized void shellEnded() {
        shellEnded = true;
    }

    /** Nothing of it lives any more: its last status, before anybody is told. */
    synchronized CommandStatus lastStatus() {
        shellEnded = true;
        lasted = elapsed();
        if (state != State.CANCELLED) {
            state = State.FINISHED;
        }
        return status();
    }

    /** Tells whoever waits. */
    void over(ExitStatus status) {
        over.complete(status);
    }

    synchronized CommandStatus status() {
        return new CommandStatus(id, state, startedAt, lasted == null ? elapsed() : lasted);
    }

    private Duration elapsed() {
        return Duration.ofNanos(System.nanoTime() - started);
    }
}
