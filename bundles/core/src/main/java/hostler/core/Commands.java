package hostler.core;

import hostler.core.api.Desired;
import hostler.core.api.Failure;
import hostler.core.api.ServiceException;
import hostler.core.api.ServiceId;
import hostler.core.api.ServiceState;
import hostler.core.api.ServiceStatus;
import hostler.core.graph.DependencyGraph;
import hostler.core.graph.Startability;
import hostler.os.api.Signal;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Start, stop, restart, pause, resume, signal and reload: refuses what can be refused at once, puts
 * the wish on record, and leaves the rest to the reconcilers.
 */
final class Commands {
    private final Roster roster;

    Commands(Roster roster) {
        this.roster = roster;
    }

    CompletionStage<ServiceStatus> start(ServiceId id, String by) throws ServiceException {
        Reconciler service = known(id);
        startDependencies(id, by);
        return service.wishes().command(Desired.RUNNING, by);
    }

    CompletionStage<ServiceStatus> restart(ServiceId id, String by) throws ServiceException {
        Reconciler service = known(id);
        startDependencies(id, by);
        return service.wishes().restart(by);
    }

    CompletionStage<ServiceStatus> stop(ServiceId id, boolean cascade, String by)
            throws ServiceException {
        Reconciler service = known(id);
        DependencyGraph graph = roster.graph();
        if (cascade) {
            graph.stopOrder(graph.allDependents(id)).stream()
                    .flatMap(dependent -> roster.reconciler(dependent).stream())
                    .filter(dependent -> dependent.desired() == Desired.RUNNING)
                    .forEach(
                            each ->
                                    each.wishes()
                                            .command(Desired.STOPPED, by + ", who stops " + id));
        } else {
            refuseWhileNeeded(id, graph);
        }
        return service.wishes().command(Desired.STOPPED, by);
    }

    CompletionStage<ServiceStatus> pause(ServiceId id, String by) throws ServiceException {
        Reconciler service = running(id, "paused");
        if (!service.pausable()) {
            throw refused(id, "paused", "its launcher is not there or cannot pause");
        }
        return service.wishes().pause(by);
    }

    CompletionStage<ServiceStatus> resume(ServiceId id, String by) throws ServiceException {
        return running(id, "resumed").wishes().resume(by);
    }

    CompletionStage<ServiceStatus> signal(ServiceId id, Signal signal, String by)
            throws ServiceException {
        return running(id, "sent " + signal).signal(signal, by);
    }

    CompletionStage<ServiceStatus> reload(ServiceId id, String by) throws ServiceException {
        Reconciler service = running(id, "reloaded");
        if (roster.find(id).filter(Commands::isPaused).isPresent()) {
            throw refused(id, "reloaded", "it is paused; resume it first");
        }
        Optional<String> obstacle = service.reloadObstacle();
        if (obstacle.isPresent()) {
            throw refused(id, "reloaded", obstacle.get());
        }
        return service.reload(by);
    }

    private static boolean isPaused(ServiceStatus status) {
        return status.state() == ServiceState.PAUSED;
    }

    private Reconciler running(ServiceId id, String what) throws ServiceException {
        Reconciler service = known(id);
        Optional<ServiceStatus> status = roster.find(id);
        if (status.filter(Commands::hasProcess).isEmpty()) {
            String state =
                    status.map(found -> found.state().name().toLowerCase(Locale.ROOT))
                            .orElse("gone");
            throw refused(id, what, "it does not run; it is " + state);
        }
        return service;
    }

    /** Also while its launcher is being replaced; one that is told to end is past that. */
    private static boolean hasProcess(ServiceStatus status) {
        return status.desired() == Desired.RUNNING
                && status.state() != ServiceState.STOPPING
                && status.process().isPresent();
    }

    private Reconciler known(ServiceId id) throws ServiceException {
        return roster.reconciler(id).orElseThrow(() -> ServiceException.notFound(id.name()));
    }

    private void startDependencies(ServiceId id, String by) throws ServiceException {
        switch (roster.graph().startOrder(id)) {
            case Startability.Ordered(List<ServiceId> order) ->
                    order.stream()
                            .filter(Predicate.not(id::equals))
                            .flatMap(dependency -> roster.reconciler(dependency).stream())
                            .filter(this::needsStart)
                            .forEach(
                                    each ->
                                            each.wishes()
                                                    .command(Desired.RUNNING, by + ", for " + id));
            case Startability.Cyclic cyclic -> throw refused(id, "started", cyclic.describe());
            case Startability.Incomplete incomplete ->
                    throw refused(id, "started", incomplete.describe());
        }
    }

    private boolean needsStart(Reconciler service) {
        return service.desired() != Desired.RUNNING
                || roster.find(service.id())
                        .filter(status -> status.state() == ServiceState.FAILED)
                        .isPresent();
    }

    private void refuseWhileNeeded(ServiceId id, DependencyGraph graph) throws ServiceException {
        String needing =
                graph.dependents(id).stream()
                        .filter(this::runs)
                        .map(ServiceId::name)
                        .collect(Collectors.joining(", "));
        if (!needing.isEmpty()) {
            throw refused(
                    id,
                    "stopped",
                    "it is needed by "
                            + needing
                            + "; stop that first, or stop all of it with --cascade");
        }
    }

    private boolean runs(ServiceId id) {
        return roster.find(id)
                .filter(status -> status.desired() == Desired.RUNNING && status.state().alive())
                .isPresent();
    }

    private static ServiceException refused(ServiceId id, String what, String why) {
        return new ServiceException(
                Failure.FAILED_PRECONDITION, "service " + id + " cannot be " + what + ": " + why);
    }
}
