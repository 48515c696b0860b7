package hostler.commands;

import hostler.commands.api.CommandStatus;
import hostler.os.api.AttachedLaunch;
import hostler.os.api.BirthRecord;
import hostler.os.api.ExitRecord;
import hostler.os.api.ExitStatus;
import hostler.os.api.HeldProcess;
import hostler.os.api.ProcessIdentity;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the processes of a command until nothing of it lives. When the shell has ended, what it
 * left in the background may end by itself for a moment; a keeper that is told to kills the rest,
 * and is the last to end.
 */
final class CommandVigil {
    /** How long that moment is. */
    static final Duration LINGER = Duration.ofSeconds(2);

    private static final Logger LOG = LoggerFactory.getLogger(CommandVigil.class);

    private final CommandRun run;
    private final CommandTree tree;
    private final AttachedLaunch launch;
    private final CommandPlaces places;
    private final Consumer<CommandStatus> onEnd;
    private final CompletableFuture<Void> shellEnd = new CompletableFuture<>();
    private final CompletableFuture<Void> keeperEnd = new CompletableFuture<>();

    /**
     * @param onEnd takes the last status, before who waits for the end is told
     */
    CommandVigil(
            CommandRun run,
            CommandTree tree,
            AttachedLaunch launch,
            CommandPlaces places,
            Consumer<CommandStatus> onEnd) {
        this.run = run;
        this.tree = tree;
        this.launch = launch;
        this.places = places;
        this.onEnd = onEnd;
    }

    /** Begins to follow; does not block. */
    void begin() {
        BirthRecord birth = launch.birth();
        Optional<HeldProcess> shell = hold(birth.process(), shellEnd);
        hold(birth.keeper(), keeperEnd);
        var _ = shellEnd.thenRun(this::shellEnded);
        var _ = keeperEnd.thenRun(() -> finishElsewhere(shell));
    }

    /** The notice comes on the thread of the watch, which is not to wait. */
    private void finishElsewhere(Optional<HeldProcess> shell) {
        Thread.ofVirtual().name("hostler-command-end-" + run.id()).start(() -> finish(shell));
    }

    private Optional<HeldProcess> hold(ProcessIdentity process, CompletableFuture<Void> ended) {
        Optional<HeldProcess> held = tree.doors().watch().hold(process, () -> ended.complete(null));
        if (held.isEmpty()) {
            ended.complete(null);
        }
        return held;
    }

    private void shellEnded() {
        run.shellEnded();
        CompletableFuture.delayedExecutor(LINGER.toMillis(), TimeUnit.MILLISECONDS)
                .execute(launch::letGo);
    }

    private void finish(Optional<HeldProcess> shell) {
        ExitStatus status = new ExitStatus.Unknown();
        try {
            status = bury();
        } catch (RuntimeException e) {
            LOG.error("command {} may have left something behind", run.id(), e);
        } finally {
            shell.ifPresent(HeldProcess::close);
            CommandStatus last = run.lastStatus();
            onEnd.accept(last);
            LOG.info(
                    "command {} {} after {} s",
                    run.id(),
                    status.describe(),
                    last.duration().toMillis() / 1e3);
            run.over(status);
        }
    }

    /** How the shell ended; nothing of the command is left afterwards. */
    private ExitStatus bury() {
        String launchId = launch.birth().launchId();
        if (!places.over(launchId)) {
            killOrphans();
        }
        Optional<ExitRecord> exit = places.exit(launchId);
        places.forget(launchId, tree.group());
        if (exit.isPresent() && exit.get().deadlineExceeded()) {
            run.timeIsUp();
        }
        return exit.map(ExitRecord::status).orElseGet(ExitStatus.Unknown::new);
    }

    /** Its keeper was killed. */
    private void killOrphans() {
        try {
            tree.killOrphans();
        } catch (IOException e) {
            LOG.error("not everything of command {} can be killed", run.id(), e);
        }
    }
}
