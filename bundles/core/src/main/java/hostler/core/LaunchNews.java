package hostler.core;

import hostler.core.api.ServiceEvent.Kind;
import hostler.core.api.ServiceKind;
import hostler.launcher.api.Launch;
import hostler.launcher.api.LaunchEvent;
import hostler.launcher.api.LaunchHandle;
import hostler.os.api.ExitRecord;
import hostler.os.api.ExitStatus;
import java.time.Duration;
import java.util.Optional;

/** Takes what launchers tell into the standing of a service. Confined to its reconciler. */
final class LaunchNews {
    private final Standing standing;
    private final Standby standby;

    LaunchNews(Standing standing, Standby standby) {
        this.standing = standing;
        this.standby = standby;
    }

    /** What is told of a launch that is no more the current one is true, and of no consequence. */
    void told(String launchId, LaunchEvent event) {
        switch (event) {
            case LaunchEvent.Exited(ExitRecord exit) -> exited(exit);
            case LaunchEvent.Ended ended -> current(launchId).ifPresent(this::ended);
            case LaunchEvent.Moved(Launch launch) ->
                    current(launchId).ifPresent(up -> moved(up, launch));
            case LaunchEvent.Ready(String evidence) ->
                    current(launchId).ifPresent(up -> ready(up, evidence));
            case LaunchEvent.Said(String status) ->
                    standing.believe(launchId, condition -> condition.saying(status));
            case LaunchEvent.Unresponsive(String evidence) ->
                    standing.believe(launchId, condition -> condition.hanging(evidence));
        }
    }

    private Optional<Life.Up> current(String launchId) {
        return standing.life() instanceof Life.Up up && up.isLaunch(launchId)
                ? Optional.of(up)
                : Optional.empty();
    }

    /** A restart that depends on nothing that is still to be told does not wait for it. */
    private void ended(Life.Up up) {
        boolean standsBy =
                standby.fitting().isPresent() && standing.succession().predecessor().isEmpty();
        if (standsBy
                && standing.wanted()
                && standing.comeback().wouldRestartNow(standing.spec().recovery())) {
            standing.replaceable(up);
        }
    }

    private void exited(ExitRecord exit) {
        Optional<Life.Up> current = current(exit.launchId());
        standing.exited(exit);
        if (isOf(exit, standing.succession().predecessor())) {
            standing.explained(exit);
        } else if (current.isPresent()) {
            standing.lives(new Life.Over(current.get().handle()));
            over(exit, Duration.ZERO);
        }
    }

    private static boolean isOf(ExitRecord exit, Optional<LaunchHandle> handle) {
        return handle.map(LaunchHandle::launchId).equals(Optional.of(exit.launchId()));
    }

    /**
     * Its launch is over, and recovery answers if somebody wants it to run.
     *
     * @param ago how long that is past
     */
    void over(ExitRecord exit, Duration ago) {
        if (!standing.wanted()) {
            return;
        }
        if (standing.spec().startup().kind() instanceof ServiceKind.OneShot task) {
            finished(task, exit, ago);
        } else {
            standing.failed(exit.describe(), exit.status().success(), ago);
        }
    }

    private void finished(ServiceKind.OneShot task, ExitRecord exit, Duration ago) {
        if (exit.status() instanceof ExitStatus.Exited(int code)
                && task.successCodes().contains(code)) {
            standing.comeback().completed(exit.describe());
        } else {
            standing.failed(exit.describe(), false, ago);
        }
    }

    private void moved(Life.Up up, Launch launch) {
        if (!launch.process().equals(up.launch().process())) {
            standing.bulletin()
                    .note(
                            Kind.STATE,
                            "process " + launch.process().pid() + " is its main process now");
        }
        standing.moved(launch);
    }

    private void ready(Life.Up up, String evidence) {
        if (!up.ready()) {
            standing.bulletin().note(Kind.HEALTH, "ready: " + evidence);
            standing.believe(up.handle().launchId(), Condition::beingReady);
        }
    }
}
