package hostler.core;

import hostler.core.api.ServiceEvent.Kind;
import hostler.core.api.ServiceId;
import hostler.core.api.ServiceSpec;
import hostler.core.api.ServiceState;
import hostler.core.api.Startup;
import hostler.core.state.Pause;
import hostler.core.state.ServiceRecord;
import hostler.launcher.api.Launch;
import hostler.launcher.api.LaunchException;
import hostler.launcher.api.LaunchHandle;
import hostler.launcher.api.LaunchListener;
import hostler.launcher.api.Recovered;
import hostler.launcher.api.StopOrder;
import hostler.os.api.ExitRecord;
import hostler.os.api.ExitStatus;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/**
 * Carries out the steps that were decided for one service, through its launcher. Each may block;
 * afterwards the standing says what came of it, and the next decision is made from that.
 */
final class Performer {

    /** How long to leave alone what could not be done. */
    static final Duration PAUSE = Duration.ofSeconds(5);

    private final Surroundings around;
    private final PackageArchive archive;
    private final Standing standing;
    private final LaunchListener listener;
    private Optional<ServiceSpec> kept = Optional.empty();

    Performer(Surroundings around, PackageArchive archive, Standing standing, Mailbox mailbox) {
        this.around = around;
        this.archive = archive;
        this.standing = standing;
        this.listener = (handle, event) -> mailbox.post(new Message.Told(handle.launchId(), event));
    }

    /** Makes a durable handle, then starts the service under it. */
    void start(GuardedLauncher launcher) {
        String story = story();
        standing.publish(ServiceState.STARTING, story);
        RestartBudget left = standing.comeback().afterStart();
        try {
            LaunchHandle handle = launcher.prepare(standing.spec(), newLaunchId(standing.id()));
            promise(handle, left);
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

    private void promise(LaunchHandle handle, RestartBudget left) throws IOException {
        Optional<LaunchHandle> spent = standing.ledger().record().handle();
        int counted = left.counted(around.ticker().nanos());
        standing.ledger()
                .commit(
                        record ->
                                record.launched(Optional.of(handle))
                                        .counted(counted, left.total()));
        spent.ifPresent(this::forget);
        if (!Optional.of(standing.spec()).equals(kept)) {
            kept = Optional.of(standing.spec());
            archive.keep(standing.spec());
        }
    }

    private void forget(LaunchHandle spent) {
        around.launchers().find(spent.launcher()).ifPresent(launcher -> launcher.forget(spent));
    }

    private void couldNotStart(String reason) {
        standing.comeback().couldNotStart(standing.spec().recovery(), reason);
    }

    /** Asks the launcher what became of a launch. */
    void recover(GuardedLauncher launcher, LaunchHandle handle) {
        try {
            switch (launcher.recover(handle, listener)) {
                case Recovered.Adopted(Launch launch) -> adopt(launcher, launch);
                case Recovered.Gone(ExitRecord exit) -> gone(exit);
                case Recovered.NeverStarted never -> standing.lives(new Life.Down());
            }
        } catch (LaunchException e) {
            standing.setBack("it cannot be told what became of its process: " + said(e), PAUSE);
        }
    }

    private void adopt(GuardedLauncher launcher, Launch launch) {
        standing.bulletin().note(Kind.ADOPTION, "process " + launch.process().pid() + " adopted");
        if (standing.life() instanceof Life.Up up) {
            standing.lives(up.watchedBy(launcher, launch));
        } else {
            boolean wasReady = standing.ledger().record().ready();
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
        } else if (standing.wanted() && undecided) {
            ExitStatus status = exit.status();
            Duration ago = Duration.between(exit.at(), around.ticker().now());
            standing.failed(
                    status.describe(), status.success(), ago.isNegative() ? Duration.ZERO : ago);
        }
    }

    /** Ends the service. */
    void stop(GuardedLauncher launcher, Action.Stop order) {
        standing.publish(ServiceState.STOPPING, order.reason());
        if (ended(launcher, order.handle()) && order.failed()) {
            standing.failed(order.reason(), false, Duration.ZERO);
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
        ended(launcher, handle);
    }

    private boolean ended(GuardedLauncher launcher, LaunchHandle handle) {
        Startup startup = standing.spec().startup();
        try {
            launcher.stop(handle, new StopOrder(startup.stopSignal(), startup.grace()));
            standing.lives(new Life.Down());
            return true;
        } catch (LaunchException e) {
            standing.setBack("it cannot be ended: " + said(e), PAUSE);
            return false;
        }
    }

    /**
     * Puts on record what nothing waited for: that it became ready; that it stays down, and so
     * needs no handle.
     */
    void record() {
        if (standing.readyIsNews()) {
            standing.ledger().tryCommit(ServiceRecord::becameReady);
        }
        if (standing.life() instanceof Life.Down) {
            standing.ledger().record().handle().ifPresent(this::close);
        }
    }

    private void close(LaunchHandle handle) {
        around.launchers().find(handle.launcher()).ifPresent(launcher -> close(launcher, handle));
    }

    private void close(GuardedLauncher launcher, LaunchHandle handle) {
        if (standing.ledger().tryCommit(record -> record.launched(Optional.empty()))) {
            launcher.forget(handle);
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

    private static String newLaunchId(ServiceId id) {
        return id + "." + Long.toHexString(UUID.randomUUID().getMostSignificantBits());
    }
}
