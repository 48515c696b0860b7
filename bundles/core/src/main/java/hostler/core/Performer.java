package hostler.core;

import hostler.core.Action.Cause;
import hostler.core.api.ServiceEvent.Kind;
import hostler.core.api.ServiceState;
import hostler.core.state.Pause;
import hostler.core.state.ServiceRecord;
import hostler.launcher.api.Launch;
import hostler.launcher.api.LaunchException;
import hostler.launcher.api.LaunchHandle;
import hostler.launcher.api.LaunchListener;
import hostler.launcher.api.Recovered;
import hostler.launcher.api.StopOrder;
import hostler.os.api.ExitRecord;
import hostler.os.api.Signal;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/**
 * Carries out the steps that were decided for one service, through its launcher. Each may block;
 * afterwards the standing says what came of it, and the next decision is made from that.
 */
final class Performer {

    /** How long to leave alone what could not be done. */
    static final Duration PAUSE = Duration.ofSeconds(5);

    private final Surroundings around;
    private final Standing standing;
    private final Promises promises;
    private final LaunchNews news;
    private final LaunchListener listener;

    Performer(
            Surroundings around,
            Standing standing,
            Promises promises,
            LaunchNews news,
            LaunchListener listener) {
        this.around = around;
        this.standing = standing;
        this.promises = promises;
        this.news = news;
        this.listener = listener;
    }

    /** Starts the service under a durable handle. */
    void start(GuardedLauncher launcher) {
        String story = story();
        RestartBudget left = standing.comeback().afterStart();
        try {
            LaunchHandle handle = promises.promised(launcher, story, left);
            // Whatever goes wrong from here on, the launcher is asked what became of the handle.
            standing.lives(new Life.Unclear(handle));
            Launch launch = launcher.launch(handle, standing.spec(), listener);
            standing.comeback().started(left);
            standing.runs(launch, launcher, false, story);
            standing.restarted();
        } catch (LaunchException e) {
            if (e.kind() == LaunchException.Kind.PERMANENT) {
                standing.comeback().never(said(e), false);
            } else {
                couldNotStart(said(e));
            }
        } catch (IOException e) {
            couldNotStart("not started, because the launch cannot be recorded: " + e.getMessage());
        }
    }

    private String story() {
        if (standing.comeback().retry() instanceof Retry.At at) {
            return "started again after: " + at.reason();
        }
        return standing.restart()
                .orElseGet(() -> "started by " + standing.ledger().record().commandedBy());
    }

    private void couldNotStart(String reason) {
        standing.comeback().couldNotStart(standing.spec().recovery(), reason);
    }

    /** Asks the launcher what became of a launch. */
    void recover(GuardedLauncher launcher, LaunchHandle handle) {
        try {
            Optional<Recovered> successor = successor(launcher, handle);
            switch (successor.isPresent() ? successor.get() : launcher.recover(handle, listener)) {
                case Recovered.Adopted(Launch launch) -> adopt(launcher, launch);
                case Recovered.Gone(ExitRecord exit) -> gone(exit);
                case Recovered.NeverStarted never -> standing.lives(new Life.Down());
            }
            promises.settle(launcher);
        } catch (LaunchException e) {
            standing.setBack("it cannot be told what became of its process: " + said(e), PAUSE);
        }
    }

    /** What became of the standby, where an agent before this one launched it. */
    private Optional<Recovered> successor(GuardedLauncher launcher, LaunchHandle handle)
            throws LaunchException {
        ServiceRecord record = standing.ledger().record();
        if (!(standing.life() instanceof Life.Unclear)
                || record.standby().isEmpty()
                || !record.handle().equals(Optional.of(handle))) {
            return Optional.empty();
        }
        Recovered found = launcher.recover(record.standby().get(), listener);
        if (found instanceof Recovered.NeverStarted) {
            return Optional.empty();
        }
        promises.spend(handle);
        standing.wasReplaced(handle);
        return Optional.of(found);
    }

    private void adopt(GuardedLauncher launcher, Launch launch) {
        standing.bulletin().note(Kind.ADOPTION, "process " + launch.process().pid() + " adopted");
        if (standing.life() instanceof Life.Up up) {
            standing.lives(up.watchedBy(launcher, launch));
        } else {
            ServiceRecord record = standing.ledger().record();
            boolean wasReady =
                    record.ready() && record.handle().equals(Optional.of(launch.handle()));
            standing.runs(launch, launcher, wasReady, "adopted; it ran while nobody watched");
        }
    }

    /**
     * After a restart of the machine everything is gone, which is nobody's failure. A launch that
     * was just tried without success has its retry already.
     */
    private void gone(ExitRecord exit) {
        boolean launchedBefore = standing.life() instanceof Life.Unclear;
        boolean undecided = standing.comeback().retry() instanceof Retry.None;
        standing.lives(new Life.Down());
        standing.exited(exit);
        if (launchedBefore && undecided && around.rebooted()) {
            standing.comeback().forgive();
        } else if (undecided) {
            Duration ago = Duration.between(exit.at(), around.ticker().now());
            news.over(exit, ago.isNegative() ? Duration.ZERO : ago);
        }
    }

    /** Ends the service. */
    void stop(GuardedLauncher launcher, Action.Stop order) {
        standing.publish(ServiceState.STOPPING, order.reason());
        if (ended(launcher, order.handle(), signal(order)) && order.cause() != Cause.WISH) {
            standing.failed(order.reason(), false, Duration.ZERO);
        }
    }

    /** What hangs is asked for its core, as systemd does by default; see systemd.service(5). */
    private Signal signal(Action.Stop order) {
        return order.cause() == Cause.HANG ? Signal.ABRT : standing.spec().startup().stopSignal();
    }

    /** Sends a signal to what runs. */
    void signal(Orders.Order<Errand.Send> order) {
        Optional<GuardedLauncher> launcher = standing.launcher();
        if (!(standing.life() instanceof Life.Up up) || up.paused() || launcher.isEmpty()) {
            order.fail("it does not run, or its launcher is not there");
            return;
        }
        try {
            launcher.get().signal(up.handle(), order.errand().signal());
            standing.bulletin()
                    .note(
                            Kind.COMMAND,
                            order.errand().signal() + " sent, commanded by " + order.by());
            order.succeed(standing.bulletin().last());
        } catch (LaunchException e) {
            order.fail(said(e));
        }
    }

    /** Makes the service stand still. */
    void pause(GuardedLauncher launcher, LaunchHandle handle) {
        try {
            launcher.pause(handle);
            standing.paused();
        } catch (LaunchException e) {
            standing.setBack("it cannot be paused: " + said(e), PAUSE);
        }
    }

    /** Lets the service go on. */
    void resume(GuardedLauncher launcher, LaunchHandle handle) {
        try {
            launcher.resume(handle);
            standing.resumed();
            standing.ledger().tryCommit(Performer::onceResumed);
        } catch (LaunchException e) {
            standing.setBack("it cannot be resumed: " + said(e), PAUSE);
        }
    }

    /** Unless it was commanded to pause once more. */
    private static ServiceRecord onceResumed(ServiceRecord record) {
        return record.pause().filter(Pause::ending).isPresent() ? record.resumed() : record;
    }

    /** Ends what a launch that is over has left behind. */
    void sweep(GuardedLauncher launcher, LaunchHandle handle) {
        ended(launcher, handle, standing.spec().startup().stopSignal());
    }

    private boolean ended(GuardedLauncher launcher, LaunchHandle handle, Signal signal) {
        try {
            launcher.stop(handle, new StopOrder(signal, standing.spec().startup().grace()));
            standing.lives(new Life.Down());
            return true;
        } catch (LaunchException e) {
            standing.setBack("it cannot be ended: " + said(e), PAUSE);
            return false;
        }
    }

    /** Forgets the restarts that count against it. */
    void forgive() {
        standing.comeback().forgive();
        standing.ledger()
                .tryCommit(record -> record.counted(0, standing.comeback().budget().total()));
    }

    private static String said(LaunchException e) {
        return String.valueOf(e.getMessage());
    }
}
