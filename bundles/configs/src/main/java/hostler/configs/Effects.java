package hostler.configs;

import hostler.configs.api.ConfigOutcome.Reason;
import hostler.core.api.Desired;
import hostler.core.api.ServiceConfiguration.Effect;
import hostler.core.api.ServiceControl;
import hostler.core.api.ServiceException;
import hostler.core.api.ServiceId;
import hostler.core.api.ServiceKind;
import hostler.core.api.ServiceState;
import hostler.core.api.ServiceStatus;
import hostler.core.api.Verdict;
import hostler.os.api.Signal;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a change of its files does to a service. */
final class Effects {
    private static final Duration SIGNAL_PATIENCE = Duration.ofSeconds(10);

    /** A launcher may let its service check first what it is about to read. */
    private static final Duration RELOAD_PATIENCE = Duration.ofSeconds(60);

    private static final CompletableFuture<Void> SETTLED = CompletableFuture.completedFuture(null);

    private static final Logger LOG = LoggerFactory.getLogger(Effects.class);

    private final ServiceControl control;

    Effects(ServiceControl control) {
        this.control = control;
    }

    /**
     * Whether the service runs, or is about to run again by itself. One that was stopped or given
     * up is not started, a paused one is left in peace, and a task has read its files already.
     */
    static boolean concern(ServiceStatus status) {
        if (status.desired() != Desired.RUNNING
                || status.spec().startup().kind() instanceof ServiceKind.OneShot) {
            return false;
        }
        return switch (status.state()) {
            case STARTING, RUNNING, STOPPING, RESTARTING -> true;
            case UNKNOWN, STOPPED, WAITING, PAUSED, COMPLETED, FAILED -> false;
        };
    }

    /**
     * What the service is told now: one that is down for a moment is started with the new files.
     */
    static Effect effect(ServiceStatus status) {
        boolean up =
                status.state() == ServiceState.STARTING || status.state() == ServiceState.RUNNING;
        return up ? status.spec().configuration().effect() : new Effect.Restarted();
    }

    /** What would happen, in one sentence. */
    static String plan(ServiceStatus status, Duration soak) {
        if (!concern(status)) {
            return status.id() + leftAlone(status);
        }
        String watched = ", and watched for " + Text.of(soak);
        return switch (effect(status)) {
            case Effect.Nothing nothing -> status.id() + " goes on" + watched;
            case Effect.Reloaded reloaded -> status.id() + " is reloaded" + watched;
            case Effect.Restarted restarted ->
                    status.id() + " is stopped and started again" + watched;
            case Effect.Signalled(Signal signal) ->
                    "the main process of " + status.id() + " gets " + signal + watched;
        };
    }

    /** That the service is none of the change's business. */
    static String leftAlone(ServiceStatus status) {
        return " is " + status.state().name().toLowerCase(Locale.ROOT) + " and left as it is";
    }

    /** What has been done, in one sentence. */
    static String done(Effect effect) {
        return switch (effect) {
            case Effect.Nothing nothing -> "went on";
            case Effect.Reloaded reloaded -> "was reloaded";
            case Effect.Restarted restarted -> "was restarted";
            case Effect.Signalled(Signal signal) -> "was sent " + signal;
        };
    }

    /**
     * Tells the service.
     *
     * @param patience how long that may take at most
     * @return completes when it has settled after a restart, and at once after anything else
     * @throws RefusedException when that is not possible now
     */
    CompletableFuture<Void> give(ServiceId id, Effect effect, String by, Duration patience)
            throws RefusedException, InterruptedException {
        try {
            switch (effect) {
                case Effect.Nothing nothing -> {}
                case Effect.Restarted restarted -> {
                    return control.restart(id, by).toCompletableFuture().thenRun(() -> {});
                }
                case Effect.Reloaded reloaded ->
                        await(
                                control.reload(id, by),
                                id + " has not reloaded",
                                shorter(patience, RELOAD_PATIENCE));
                case Effect.Signalled(Signal signal) ->
                        await(
                                control.signal(id, signal, by),
                                id + " was not sent " + signal,
                                shorter(patience, SIGNAL_PATIENCE));
            }
            return SETTLED;
        } catch (ServiceException e) {
            throw new RefusedException(Reason.SERVICE_START_FAILED, String.valueOf(e.getMessage()));
        }
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    private static void await(CompletionStage<ServiceStatus> told, String otherwise, Duration time)
            throws RefusedException, InterruptedException {
        try {
            told.toCompletableFuture().get(time.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw new RefusedException(Reason.SERVICE_START_FAILED, reason(e));
        } catch (TimeoutException e) {
            throw new RefusedException(
                    Reason.SERVICE_START_FAILED, otherwise + " within " + Text.of(time));
        }
    }

    private static String reason(ExecutionException e) {
        Throwable cause = e.getCause();
        return String.valueOf(cause == null ? e.getMessage() : cause.getMessage());
    }

    /**
     * Tells the service that its files are the old ones again. What cannot be told is logged: the
     * files are right, and the next start reads them.
     *
     * @param now as it is; one that was stopped meanwhile is not started
     * @return completes when it has settled with them: it runs again, or does not
     */
    CompletableFuture<Void> giveBack(Intent intent, Optional<ServiceStatus> now, String by)
            throws InterruptedException {
        if (now.isEmpty() || intent.launch().isEmpty() || !stillWanted(now.get())) {
            return SETTLED;
        }
        ServiceStatus status = now.get();
        Effect effect = livesOn(status, intent) ? again(intent) : new Effect.Restarted();
        try {
            return give(status.id(), effect, by, SIGNAL_PATIENCE);
        } catch (RefusedException e) {
            LOG.error(
                    "{}: its old configuration is back, but it cannot be told: {}",
                    status.id(),
                    e.getMessage(),
                    e);
            return SETTLED;
        }
    }

    /** Whether it is the process from before, and recovery is not about to replace it. */
    private static boolean livesOn(ServiceStatus status, Intent intent) {
        boolean up =
                status.state() == ServiceState.STARTING || status.state() == ServiceState.RUNNING;
        return up
                && status.launchId().equals(intent.launch())
                && status.health().verdict() != Verdict.CRITICAL;
    }

    private static boolean stillWanted(ServiceStatus status) {
        return status.desired() == Desired.RUNNING;
    }

    private static Effect again(Intent intent) {
        return intent.told() ? intent.effect() : new Effect.Nothing();
    }
}
