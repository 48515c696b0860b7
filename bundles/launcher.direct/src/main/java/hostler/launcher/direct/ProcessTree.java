package hostler.launcher.direct;

import hostler.launcher.api.LaunchException;
import hostler.launcher.api.StopOrder;
import hostler.os.api.BirthRecord;
import hostler.os.api.ProcessIdentity;
import hostler.os.api.ProcessTable;
import hostler.os.api.ProcessWatch;
import hostler.os.api.Signal;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/**
 * Ends or pauses everything a launch has started: the control group of the launch at one blow, if
 * it has one, and wherever in the process table the rest went.
 */
final class ProcessTree {

    /** How long killed processes may take to be gone; a kill that is not hindered takes no time. */
    static final Duration KILL_DEADLINE = Duration.ofSeconds(10);

    /** It records an exit durably before it ends; until then there is time to look again. */
    private static final Duration KEEPER_PATIENCE = Duration.ofMillis(10);

    private final ProcessTable table;
    private final ProcessWatch watch;
    private final BirthRecord birth;
    private final LaunchGroup group;
    private final BooleanSupplier keeperSaysOver;
    private final Duration killDeadline;

    ProcessTree(
            ProcessTable table,
            ProcessWatch watch,
            BirthRecord birth,
            LaunchGroup group,
            BooleanSupplier keeperSaysOver,
            Duration killDeadline) {
        this.table = table;
        this.watch = watch;
        this.birth = birth;
        this.group = group;
        this.keeperSaysOver = keeperSaysOver;
        this.killDeadline = killDeadline;
    }

    /**
     * The main process is asked first and has the whole grace; what it leaves behind is asked then
     * and has the rest of it; what still lives at the end is killed. Asking a thousand takes longer
     * than a short grace: who was not reached by its end is not asked. That nothing is left is seen
     * first and at once: a restart waits for this.
     */
    void end(StopOrder order) throws LaunchException, InterruptedException {
        if (isOver()) {
            return;
        }
        long deadline = System.nanoTime() + order.grace().toNanos();
        askMain(order.signal(), deadline);
        askRest(order.signal(), deadline);
        kill();
    }

    /**
     * Whether it is proven that nothing lives. A keeper that has ended by the second question had
     * its last word before.
     */
    private boolean isOver() {
        return table.deserted(birth) || keeperSaysOver.getAsBoolean();
    }

    private void askMain(Signal signal, long deadline)
            throws LaunchException, InterruptedException {
        Optional<Held> main = Held.take(watch, birth.process());
        if (main.isPresent()) {
            try (Held held = main.get()) {
                ask(held, signal);
                // And the children it may wait for.
                group.thaw();
                sendToOthers(new HashSet<>(), Signal.CONT, deadline);
                held.awaitEnd(deadline);
            }
        }
    }

    /** Whether the main process was there to be signalled. */
    boolean signalMain(Signal signal) throws LaunchException {
        Optional<Held> main = Held.take(watch, birth.process());
        if (main.isPresent()) {
            try (Held held = main.get()) {
                send(held, signal);
            }
        }
        return main.isPresent();
    }

    private void askRest(Signal signal, long deadline)
            throws LaunchException, InterruptedException {
        if (System.nanoTime() - deadline >= 0 || isOver()) {
            return;
        }
        try (Grip rest = new Grip(table, watch, birth)) {
            group.thaw();
            for (Held held : rest.takeFresh(deadline)) {
                ask(held, signal);
            }
            rest.awaitEnd(deadline);
        }
    }

    /** A stopped process hears nothing but a kill until it is told to go on. */
    private static void ask(Held held, Signal signal) throws LaunchException {
        send(held, signal);
        send(held, Signal.CONT);
    }

    /**
     * Makes everything stand still. Without a group it looks again as long as a look finds somebody
     * new: a process forks until its own stop arrives.
     *
     * @throws LaunchException when it grows faster than it is stopped
     */
    void pause() throws LaunchException {
        if (group.exists()) {
            group.freeze();
        } else {
            stopAll();
        }
    }

    private void stopAll() throws LaunchException {
        long deadline = System.nanoTime() + killDeadline.toNanos();
        Set<ProcessIdentity> told = new HashSet<>();
        while (sendToOthers(told, Signal.STOP, deadline)) {
            if (System.nanoTime() - deadline >= 0) {
                throw new LaunchException(
                        LaunchException.Kind.TRANSIENT,
                        "launch " + birth.launchId() + " starts processes faster than they stop");
            }
        }
    }

    /**
     * Continues everything there is, however it was made to stand still; once is enough, since
     * nobody new can be stopped.
     */
    void resume() throws LaunchException {
        group.thaw();
        sendToOthers(new HashSet<>(), Signal.CONT, System.nanoTime() + killDeadline.toNanos());
    }

    /** Whether there was anybody else in time; each is held only while it is told. */
    private boolean sendToOthers(Set<ProcessIdentity> told, Signal signal, long deadline)
            throws LaunchException {
        boolean found = false;
        for (ProcessIdentity identity : table.tree(birth)) {
            if (System.nanoTime() - deadline < 0 && told.add(identity)) {
                found = true;
                sendTo(identity, signal);
            }
        }
        return found;
    }

    private void sendTo(ProcessIdentity identity, Signal signal) throws LaunchException {
        Optional<Held> taken = Held.take(watch, identity);
        if (taken.isPresent()) {
            try (Held held = taken.get()) {
                send(held, signal);
            }
        }
    }

    /**
     * Kills everything there is.
     *
     * @throws LaunchException naming what could not be ended
     */
    void kill() throws LaunchException, InterruptedException {
        if (isOver()) {
            return;
        }
        long deadline = System.nanoTime() + killDeadline.toNanos();
        group.kill();
        while (!isOver()) {
            if (System.nanoTime() - deadline >= 0) {
                throwWhatIsLeft();
                return;
            }
            if (!killOnce(deadline) && keeperHasEnded(KEEPER_PATIENCE)) {
                return;
            }
        }
    }

    /** Whether there was anybody to kill. */
    private boolean killOnce(long deadline) throws LaunchException, InterruptedException {
        try (Grip grip = new Grip(table, watch, birth)) {
            killAllThereAre(grip, deadline);
            grip.awaitEnd(deadline);
            return !grip.nobodyLives();
        }
    }

    private void throwWhatIsLeft() throws LaunchException, InterruptedException {
        Set<ProcessIdentity> left = table.tree(birth);
        if (!left.isEmpty()) {
            throw unkillable(left);
        }
        if (!keeperHasEnded(Duration.ZERO)) {
            throw elusive();
        }
    }

    /**
     * A look that finds nobody proves nothing: whoever forks and exits all the time is never where
     * it was seen. But its keeper inherits every orphan of the launch, and ends after the last.
     * Whose keeper was killed has no such witness.
     */
    private boolean keeperHasEnded(Duration patience) throws InterruptedException {
        Optional<Held> keeper = Held.take(watch, birth.keeper());
        if (keeper.isEmpty()) {
            return true;
        }
        try (Held held = keeper.get()) {
            return held.awaitEnd(System.nanoTime() + patience.toNanos());
        }
    }

    /**
     * Looks again as long as a look finds somebody new: a process forks until its own kill arrives.
     * The dead are held meanwhile, and only then waited for, so a storm gets no time to grow.
     */
    private static void killAllThereAre(Grip grip, long deadline) throws LaunchException {
        List<Held> fresh = grip.takeFresh(deadline);
        while (!fresh.isEmpty() && System.nanoTime() - deadline < 0) {
            for (Held held : fresh) {
                send(held, Signal.KILL);
            }
            fresh = grip.takeFresh(deadline);
        }
    }

    private static void send(Held held, Signal signal) throws LaunchException {
        try {
            held.send(signal);
        } catch (SecurityException e) {
            throw new LaunchException(
                    LaunchException.Kind.PERMANENT,
                    "process "
                            + held.identity().pid()
                            + " cannot be reached: the agent may not signal it; it runs as another"
                            + " user, and the agent not as root",
                    e);
        }
    }

    private LaunchException unkillable(Set<ProcessIdentity> left) {
        return new LaunchException(
                LaunchException.Kind.TRANSIENT,
                "unkillable: "
                        + left.stream()
                                .map(process -> "process " + process.pid())
                                .sorted()
                                .collect(Collectors.joining(", "))
                        + " of launch "
                        + birth.launchId()
                        + " still lives "
                        + killDeadline.toSeconds()
                        + " s after SIGKILL, so the kernel holds it (look at its STAT and WCHAN"
                        + " with ps)");
    }

    private LaunchException elusive() {
        return new LaunchException(
                LaunchException.Kind.TRANSIENT,
                "launch "
                        + birth.launchId()
                        + " cannot be shown to be over: its keeper, process "
                        + birth.keeper().pid()
                        + ", still waits "
                        + killDeadline.toSeconds()
                        + " s after SIGKILL, for processes that fork and exit faster than they are"
                        + " found, or for a disk that does not write (look below it with pstree)");
    }
}
