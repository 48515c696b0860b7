package hostler.core;

import static hostler.core.api.ServiceState.COMPLETED;
import static hostler.core.api.ServiceState.FAILED;
import static hostler.core.api.ServiceState.PAUSED;
import static hostler.core.api.ServiceState.RESTARTING;
import static hostler.core.api.ServiceState.RUNNING;
import static hostler.core.api.ServiceState.STARTING;
import static hostler.core.api.ServiceState.STOPPED;
import static hostler.core.api.ServiceState.STOPPING;
import static hostler.core.api.ServiceState.UNKNOWN;
import static hostler.core.api.ServiceState.WAITING;

import hostler.core.api.ServiceId;
import hostler.core.api.ServiceKind;
import hostler.core.api.ServiceSpec;
import hostler.core.api.ServiceState;
import hostler.core.state.Pause;
import hostler.settings.Durations;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Compares what should be with what is and says the next step: a pure function, the same for
 * start-up, recovery and steady state.
 */
final class Decision {

    /** A service that has been well for so long starts with a clean slate. */
    static final Duration FORGIVEN_AFTER = Duration.ofMinutes(5);

    private Decision() {}

    static Action of(Observation seen) {
        return switch (seen.life()) {
            case Life.Unclear unclear -> unclear(seen, unclear);
            case Life.Over over -> over(seen, over);
            case Life.Up up when !seen.watched() -> unwatched(seen, up);
            case Life.Up up when seen.unwanted().isPresent() ->
                    end(seen, up, seen.unwanted().get(), seen.neighbours().stopFirst());
            case Life.Up up when seen.restart().isPresent() ->
                    end(seen, up, seen.restart().get(), List.of());
            case Life.Up up when seen.pause().isPresent() -> pause(seen, up, seen.pause().get());
            case Life.Up up -> up.ready() ? running(seen, up) : starting(seen, up);
            case Life.Down down ->
                    seen.unwanted().map(why -> rest(STOPPED, why)).orElseGet(() -> down(seen));
        };
    }

    private static Action unclear(Observation seen, Life.Unclear unclear) {
        return seen.lastingSetback()
                .map(setback -> rest(UNKNOWN, setback))
                .orElseGet(
                        () ->
                                seen.launcherThere()
                                        ? new Action.Recover(unclear.handle())
                                        : rest(
                                                UNKNOWN,
                                                noLauncher(unclear.handle().launcher())
                                                        + "; what it started is left alone"));
    }

    private static Action over(Observation seen, Life.Over over) {
        ServiceState state = seen.unwanted().isPresent() ? STOPPING : RESTARTING;
        return seen.lastingSetback()
                .map(setback -> rest(state, setback))
                .orElseGet(
                        () ->
                                seen.launcherThere()
                                        ? new Action.Sweep(over.handle())
                                        : rest(state, noLauncher(over.handle().launcher())));
    }

    /** Its launcher is being replaced: it goes on as before, and the next one takes it over. */
    private static Action unwatched(Observation seen, Life.Up up) {
        ServiceState state = asBefore(up);
        return seen.lastingSetback()
                .map(setback -> rest(state, setback))
                .orElseGet(
                        () ->
                                seen.launcherThere()
                                        ? new Action.Recover(up.handle())
                                        : rest(
                                                state,
                                                noLauncher(up.handle().launcher())
                                                        + "; it goes on unwatched"));
    }

    private static ServiceState asBefore(Life.Up up) {
        if (up.paused()) {
            return PAUSED;
        }
        return up.ready() ? RUNNING : STARTING;
    }

    /** Nothing is held against a service that stands still, and no time limit of it goes on. */
    private static Action pause(Observation seen, Life.Up up, Pause pause) {
        if (up.paused() && !pause.ending()) {
            return rest(PAUSED, "paused by " + pause.by());
        }
        return seen.lastingSetback()
                .map(setback -> rest(asBefore(up), setback))
                .orElseGet(
                        () ->
                                pause.ending()
                                        ? new Action.Resume(up.handle())
                                        : new Action.Pause(up.handle()));
    }

    private static Action end(Observation seen, Life.Up up, String why, List<ServiceId> before) {
        if (!before.isEmpty()) {
            return rest(STOPPING, why + "; waiting for " + names(before) + " to stop first");
        }
        return seen.lastingSetback()
                .map(setback -> rest(STOPPING, setback))
                .orElseGet(() -> new Action.Stop(up.handle(), why, Action.Cause.WISH));
    }

    /**
     * Only evidence against it ends a service that is late: when nobody could judge it (no checker
     * of its type, say), it is left to start.
     */
    private static Action starting(Observation seen, Life.Up up) {
        Awaited awaited = Awaited.of(seen.spec());
        Duration timeout = seen.spec().startup().timeout();
        long deadline = up.since() + timeout.toNanos();
        String missing = awaited.missing(up);
        if (up.condition().hang().isPresent()) {
            return hanging(seen, up, up.condition().hang().get());
        }
        if (seen.now() - deadline < 0) {
            return rest(STARTING, up.account() + "; " + awaited.yet() + missing, deadline);
        }
        String late = awaited.late() + " within " + Durations.format(timeout) + ": " + missing;
        return up.critical() || awaited.demanded()
                ? stopOrRest(seen, up, STARTING, late, Action.Cause.FAILURE)
                : rest(STARTING, up.account() + "; " + late);
    }

    private static Action running(Observation seen, Life.Up up) {
        if (up.condition().hang().isPresent()) {
            return hanging(seen, up, up.condition().hang().get());
        }
        if (up.critical()) {
            return failing(seen, up, "critical: " + up.health().message(), Action.Cause.FAILURE);
        }
        if (!seen.indebted()) {
            return rest(RUNNING, up.account());
        }
        long forgiven = up.calmSince() + FORGIVEN_AFTER.toNanos();
        return seen.now() - forgiven < 0
                ? rest(RUNNING, up.account(), forgiven)
                : new Action.Forgive();
    }

    /** A live service is never ended for good: without a restart to follow it is left running. */
    private static Action failing(Observation seen, Life.Up up, String why, Action.Cause cause) {
        ServiceState state = asBefore(up);
        return seen.veto()
                .map(veto -> rest(state, why + "; not restarted: " + veto.reason(), veto.until()))
                .orElseGet(() -> stopOrRest(seen, up, state, why, cause));
    }

    private static Action hanging(Observation seen, Life.Up up, String evidence) {
        return failing(seen, up, "it does not react: " + evidence, Action.Cause.HANG);
    }

    private static Action stopOrRest(
            Observation seen, Life.Up up, ServiceState state, String why, Action.Cause cause) {
        return seen.lastingSetback()
                .map(setback -> rest(state, setback))
                .orElseGet(() -> new Action.Stop(up.handle(), why, cause));
    }

    private static Action down(Observation seen) {
        return switch (seen.retry()) {
            case Retry.Never never -> rest(atRest(seen.spec(), never), never.reason());
            case Retry.At at when seen.now() - at.due() < 0 ->
                    rest(RESTARTING, at.reason(), at.due());
            case Retry.At at -> begin(seen);
            case Retry.None none -> begin(seen);
        };
    }

    private static ServiceState atRest(ServiceSpec spec, Retry.Never never) {
        if (!never.completed()) {
            return FAILED;
        }
        return spec.startup().kind() instanceof ServiceKind.OneShot ? COMPLETED : STOPPED;
    }

    private static Action begin(Observation seen) {
        Neighbours neighbours = seen.neighbours();
        if (neighbours.cycle().isPresent()) {
            return rest(FAILED, neighbours.cycle().get());
        }
        if (!neighbours.obstacles().isEmpty()) {
            return rest(WAITING, "waiting for " + String.join(", ", neighbours.obstacles()));
        }
        return seen.launcherThere()
                ? new Action.Start()
                : rest(WAITING, noLauncher(seen.spec().startup().method()));
    }

    private static String noLauncher(String type) {
        return "no launcher of type '" + type + "' is installed";
    }

    private static String names(List<ServiceId> ids) {
        return ids.stream().map(ServiceId::name).collect(Collectors.joining(", "));
    }

    private static Action rest(ServiceState state, String reason) {
        return new Action.Rest(state, reason, Optional.empty());
    }

    private static Action rest(ServiceState state, String reason, long wakeAt) {
        return new Action.Rest(state, reason, Optional.of(wakeAt));
    }

    private static Action rest(ServiceState state, Setback setback) {
        return rest(state, setback.reason(), setback.until());
    }
}
