package hostler.launcher.direct;

import hostler.launcher.api.Launch;
import hostler.launcher.api.LaunchEvent;
import hostler.launcher.api.LaunchHandle;
import hostler.launcher.api.LaunchListener;
import hostler.launcher.api.Recovered;
import hostler.os.api.BirthRecord;
import hostler.os.api.ExitStatus;
import hostler.os.api.HeldProcess;
import hostler.os.api.ProcessIdentity;
import hostler.os.api.Signal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** A launch of which one or both processes are gone, while the agent was away. */
final class Lost implements LaunchListener {

    /** How it came about; in each the pids of all who are gone become strangers'. */
    enum Loss {
        /** The service ended, its keeper wrote how and ended too. */
        RECORDED("exec sleep 1000", true, true),
        /** First the keeper was killed and then the service: nobody wrote how it ended. */
        UNRECORDED("exec sleep 1000", true, true),
        /** The service ended, a process it has left behind lives, and so does the keeper. */
        LEFT_BEHIND("setsid sleep 1000 & exec sleep 1000", true, false),
        /** The keeper was killed; the service lives. */
        UNKEPT("exec sleep 1000", false, true);

        final String line;
        final boolean serviceGone;
        final boolean keeperGone;

        Loss(String line, boolean serviceGone, boolean keeperGone) {
            this.line = line;
            this.serviceGone = serviceGone;
            this.keeperGone = keeperGone;
        }
    }

    final Loss loss;
    private final Queue<LaunchEvent> told = new ConcurrentLinkedQueue<>();
    private final LaunchHandle handle;
    private final BirthRecord birth;
    private final RealLaunches launches;

    /** Held before it was gone, as a launcher holds what it watches. */
    private final HeldProcess held;

    private Lost(Loss loss, RealLaunches launches, Launch launch) {
        this.loss = loss;
        this.launches = launches;
        this.handle = launch.handle();
        this.birth = launches.birth(handle);
        this.held = launches.watch.hold(birth.process(), () -> {}).orElseThrow();
    }

    static Lost launch(Loss loss, RealLaunches launches) throws Exception {
        return new Lost(loss, launches, launches.launch(loss.line, (handle, event) -> {}));
    }

    @Override
    public void told(LaunchHandle handle, LaunchEvent event) {
        told.add(event);
    }

    /** Kills the keeper where that comes first, and answers whom. */
    Optional<ProcessIdentity> loseKeeper() {
        if (loss == Loss.UNRECORDED || loss == Loss.UNKEPT) {
            launches.send(birth.keeper(), Signal.KILL);
            return Optional.of(birth.keeper());
        }
        return Optional.empty();
    }

    void loseService() {
        if (loss.serviceGone) {
            launches.send(birth.process(), Signal.TERM);
        }
    }

    List<ProcessIdentity> gone() {
        List<ProcessIdentity> gone = new ArrayList<>();
        if (loss.serviceGone) {
            gone.add(birth.process());
        }
        if (loss.keeperGone) {
            gone.add(birth.keeper());
        }
        return gone;
    }

    /**
     * Uses every way that leads from old records to a process.
     *
     * @return what a stranger was taken for, and whatever else is wrong
     */
    List<String> useEveryWay() throws Exception {
        List<String> wrong = new ArrayList<>();
        gone().forEach(process -> lookUp(process, wrong));
        if (loss.serviceGone) {
            check(!held.alive() && !held.send(Signal.KILL), "the old hold is of a stranger", wrong);
        }
        held.close();
        Recovered recovered = launches.launcher().recover(handle, this);
        check(isRight(recovered), "recovered as " + recovered, wrong);
        DirectLauncher launcher = launches.launcher();
        launcher.pausing().orElseThrow().pause(handle);
        launcher.pausing().orElseThrow().resume(handle);
        launcher.stop(handle, ReusedPidTest.AT_ONCE);
        check(launches.table.tree(birth).isEmpty(), "something is left after the stop", wrong);
        check(!launches.table.alive(birth.process()), "it lives after the stop", wrong);
        launcher.forget(handle);
        return wrong;
    }

    private void lookUp(ProcessIdentity process, List<String> wrong) {
        check(!launches.table.alive(process), "alive", wrong);
        check(launches.table.startedAt(process).isEmpty(), "started", wrong);
        check(launches.watch.hold(process, () -> {}).isEmpty(), "held", wrong);
        check(
                launches.table.tree(birth).stream().noneMatch(one -> one.pid() == process.pid()),
                "in the tree",
                wrong);
    }

    private boolean isRight(Recovered recovered) {
        return switch (recovered) {
            case Recovered.Adopted adopted ->
                    !loss.serviceGone && adopted.launch().process().equals(birth.process());
            case Recovered.Gone gone -> loss.serviceGone && gone.exit().status().equals(expected());
            case Recovered.NeverStarted ignored -> false;
        };
    }

    private ExitStatus expected() {
        return loss == Loss.UNRECORDED
                ? new ExitStatus.Unknown()
                : new ExitStatus.Killed(Signal.TERM.number(), false);
    }

    private void check(boolean right, String otherwise, List<String> wrong) {
        if (!right) {
            wrong.add(loss + " " + birth.process() + ": " + otherwise);
        }
    }
}
