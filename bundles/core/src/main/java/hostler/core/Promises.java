package hostler.core;

import hostler.core.api.ServiceSpec;
import hostler.core.api.ServiceState;
import hostler.core.state.ServiceRecord;
import hostler.launcher.api.LaunchEvent;
import hostler.launcher.api.LaunchException;
import hostler.launcher.api.LaunchHandle;
import hostler.launcher.api.LaunchListener;
import hostler.launcher.api.Recovered;
import hostler.os.api.ExitRecord;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the disk is promised of the launches of one service: a handle is durable before anything is
 * started under it, and records of a launch go when what they say is durable elsewhere. Confined to
 * the service's reconciler.
 */
final class Promises {
    private final Surroundings around;
    private final PackageArchive archive;
    private final Standing standing;
    private final Standby standby;
    private final LaunchNews news;
    private final LaunchListener listener;
    private Optional<ServiceSpec> kept = Optional.empty();

    /** Launches that are over; their records go when the disk has what is known of them. */
    private final List<LaunchHandle> spent = new ArrayList<>();

    Promises(
            Surroundings around,
            PackageArchive archive,
            Standing standing,
            Standby standby,
            LaunchNews news,
            LaunchListener listener) {
        this.around = around;
        this.archive = archive;
        this.standing = standing;
        this.standby = standby;
        this.news = news;
        this.listener = listener;
    }

    /** A launch is over; its records go with the next promise. */
    void spend(LaunchHandle handle) {
        spent.add(handle);
    }

    /** What stands by takes the place of what has just ended; anything else is promised now. */
    LaunchHandle promised(GuardedLauncher launcher, String story, RestartBudget left)
            throws LaunchException, IOException {
        int counted = left.counted(around.ticker().nanos());
        Optional<LaunchHandle> ready = standby.fitting();
        if (standing.succession().take() && ready.isPresent()) {
            takeOver(counted, left.total());
            return ready.get();
        }
        standing.publish(ServiceState.STARTING, story);
        settle(launcher);
        LaunchHandle handle =
                launcher.prepare(standing.spec(), Standby.newLaunchId(standing.spec()));
        promise(launcher, handle, counted, left.total());
        return handle;
    }

    private void promise(GuardedLauncher launcher, LaunchHandle handle, int counted, long total)
            throws IOException {
        Ledger ledger = standing.ledger();
        ledger.record().handle().ifPresent(spent::add);
        ledger.record().standby().ifPresent(spent::add);
        ledger.amend(record -> record.standby(Optional.empty()));
        Optional<LaunchHandle> next = standby.prepare(launcher);
        ledger.commit(record -> record.launched(handle, next).counted(counted, total));
        forgetSpent();
        keepPackage();
    }

    /** The disk has what stands by beside what ended, and keeps both until it is known how. */
    private void takeOver(int counted, long total) {
        standing.ledger().record().handle().ifPresent(spent::add);
        boolean explained = standing.succession().predecessor().isEmpty();
        standing.ledger()
                .amend(record -> (explained ? record.replaced() : record).counted(counted, total));
    }

    private void keepPackage() {
        if (!Optional.of(standing.spec()).equals(kept)) {
            kept = Optional.of(standing.spec());
            archive.keep(standing.spec());
        }
    }

    private void forgetSpent() {
        spent.forEach(
                handle ->
                        around.launchers()
                                .find(handle.launcher())
                                .ifPresent(launcher -> launcher.forget(handle)));
        spent.clear();
    }

    /** Learns how a launch ended that was replaced, where that has not been told. */
    void settle(GuardedLauncher launcher) throws LaunchException {
        Optional<LaunchHandle> replaced = standing.succession().predecessor();
        if (replaced.isPresent()
                && launcher.recover(replaced.get(), listener)
                        instanceof Recovered.Gone(ExitRecord exit)) {
            news.told(exit.launchId(), new LaunchEvent.Exited(exit));
        }
    }

    /**
     * Puts on record what nothing waited for: that it became ready; what stands by; that it stays
     * down, and so needs no handle. Of a task that is done the handle is kept: its exit record says
     * that it is.
     */
    void record() {
        if (standing.succession().predecessor().isPresent()) {
            return;
        }
        if (standing.readyIsNews()) {
            standing.ledger().tryCommit(ServiceRecord::becameReady);
        }
        if (standing.life() instanceof Life.Up up) {
            standBy(up.watcher());
        }
        if (standing.life() instanceof Life.Down && !standing.done()) {
            standing.ledger().record().handle().ifPresent(this::close);
        }
    }

    private void standBy(GuardedLauncher launcher) {
        if (standby.due()) {
            Optional<LaunchHandle> before = standing.ledger().record().standby();
            Optional<LaunchHandle> next = standby.prepare(launcher);
            if (standing.ledger().tryCommit(record -> record.standby(next))) {
                before.filter(unfit -> !next.equals(before)).ifPresent(spent::add);
                forgetSpent();
            }
        }
        standby.makeReady(launcher);
    }

    private void close(LaunchHandle handle) {
        around.launchers().find(handle.launcher()).ifPresent(launcher -> close(launcher, handle));
    }

    private void close(GuardedLauncher launcher, LaunchHandle handle) {
        Optional<LaunchHandle> next = standing.ledger().record().standby();
        if (standing.ledger().tryCommit(ServiceRecord::unlaunched)) {
            launcher.forget(handle);
            next.ifPresent(spent::add);
            forgetSpent();
        }
    }
}
