package hostler.controller.grpc;

import hostler.core.api.Failure;
import hostler.core.api.ServiceControl;
import hostler.core.api.ServiceException;
import hostler.core.api.ServiceId;
import hostler.core.api.ServiceState;
import hostler.core.api.ServiceStatus;
import hostler.proto.v1.Action;
import hostler.proto.v1.CommandRequest;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * What a {@code Command} call asks for, checked.
 *
 * @param names of services, as written, without repetitions; empty: all
 * @param cascade stop dependents first
 * @param patience how long to wait until all have settled; zero: not at all
 */
record CommandOrder(Action action, List<String> names, boolean cascade, Duration patience) {
    /** How long a caller waits who does not say. */
    static final Duration DEFAULT_PATIENCE = Duration.ofSeconds(60);

    /** No caller waits longer. */
    static final Duration MAX_PATIENCE = Duration.ofHours(24);

    /**
     * Reads a request.
     *
     * @throws ServiceException INVALID_ARGUMENT saying what is missing or contradicts itself
     */
    static CommandOrder of(CommandRequest request) throws ServiceException {
        if (request.getAction() == Action.ACTION_UNSPECIFIED
                || request.getAction() == Action.UNRECOGNIZED) {
            throw invalid("no action: expected start, stop, restart, reload, pause or resume");
        }
        if (request.getAll() == request.getServicesCount() > 0) {
            throw invalid("either name services or ask for all of them");
        }
        return new CommandOrder(
                request.getAction(),
                request.getServicesList().stream().distinct().toList(),
                // All of them includes every dependent; without this the order would matter.
                request.getCascade() || request.getAll(),
                patience(request));
    }

    private static Duration patience(CommandRequest request) throws ServiceException {
        if (!request.getWait()) {
            return Duration.ZERO;
        }
        if (!request.hasTimeout()) {
            return DEFAULT_PATIENCE;
        }
        Duration asked =
                Duration.ofSeconds(
                        request.getTimeout().getSeconds(), request.getTimeout().getNanos());
        if (!asked.isPositive()) {
            throw invalid("timeout: expected a positive duration, not " + asked);
        }
        return asked.compareTo(MAX_PATIENCE) < 0 ? asked : MAX_PATIENCE;
    }

    /**
     * Gives the order for one service.
     *
     * @throws ServiceException as {@link ServiceControl} says
     */
    CompletionStage<ServiceStatus> give(ServiceControl control, String name, String by)
            throws ServiceException {
        ServiceId id = Answers.service(name);
        return switch (action) {
            case ACTION_START -> control.start(id, by);
            case ACTION_STOP -> control.stop(id, cascade, by);
            case ACTION_RESTART -> control.restart(id, by);
            case ACTION_PAUSE -> control.pause(id, by);
            case ACTION_RESUME -> control.resume(id, by);
            case ACTION_RELOAD -> control.reload(id, by);
            case ACTION_UNSPECIFIED, UNRECOGNIZED ->
                    throw new IllegalStateException("unchecked action " + action);
        };
    }

    /** Whether a service that has settled in this state is as it was commanded. */
    boolean fulfilledBy(ServiceState state) {
        return switch (action) {
            case ACTION_STOP -> state == ServiceState.STOPPED;
            case ACTION_PAUSE -> state == ServiceState.PAUSED;
            // Otherwise it would have failed; what state it is in is another matter.
            case ACTION_RELOAD -> true;
            // A task that was to run has run.
            default -> state == ServiceState.RUNNING || state == ServiceState.COMPLETED;
        };
    }

    /** What is said of a service that has settled. */
    String account(ServiceStatus status) {
        return action == Action.ACTION_RELOAD ? "reloaded" : status.reason();
    }

    private static ServiceException invalid(String message) {
        return new ServiceException(Failure.INVALID_ARGUMENT, message);
    }
}
