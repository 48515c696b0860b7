package hostler.core.api;

import hostler.os.api.Signal;
import java.util.concurrent.CompletionStage;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The services of this machine, to command. A call returns when the new desired state is durable;
 * the work goes on in the background. What can be decided at once is thrown; commanding what
 * already is, is no error and changes nothing.
 *
 * <p>The returned stage completes normally with the status once the service has settled: running
 * and ready, paused, stopped, or failed (look at {@link ServiceStatus#state()}). It may never
 * complete, for example while a dependency stays down; the caller sets its own time limit. Any
 * thread may call.
 */
@ProviderType
public interface ServiceControl {

    /**
     * Wants a service to run, and what it depends on as well. A paused one stays paused.
     *
     * @param by who commands, for the record: "autostart", "controller", "root on the local socket"
     * @throws ServiceException NOT_FOUND; FAILED_PRECONDITION for a dependency cycle or a missing
     *     dependency, with the whole cycle or the name in the message
     */
    CompletionStage<ServiceStatus> start(ServiceId id, String by) throws ServiceException;

    /**
     * Wants a service to be stopped.
     *
     * @param cascade stop first what depends on it, in reverse order; otherwise running dependents
     *     refuse the stop
     * @throws ServiceException NOT_FOUND; FAILED_PRECONDITION naming the running dependents
     */
    CompletionStage<ServiceStatus> stop(ServiceId id, boolean cascade, String by)
            throws ServiceException;

    /**
     * Stops a service and starts it again; its dependents are left alone. A stopped one is started.
     *
     * @throws ServiceException as {@link #start}
     */
    CompletionStage<ServiceStatus> restart(ServiceId id, String by) throws ServiceException;

    /**
     * Makes every process of a running service stand still, until it is resumed, restarted or
     * stopped; also over the agent's restarts. Meanwhile it is not checked, its health stays what
     * it was, and no time limit of it goes on. What depends on it is left alone. When it ends all
     * the same, the pause is over and recovery decides.
     *
     * @throws ServiceException NOT_FOUND; FAILED_PRECONDITION when it does not run, or its launcher
     *     cannot pause
     */
    CompletionStage<ServiceStatus> pause(ServiceId id, String by) throws ServiceException;

    /**
     * Lets a paused service go on, in the same processes.
     *
     * @throws ServiceException NOT_FOUND; FAILED_PRECONDITION when it does not run
     */
    CompletionStage<ServiceStatus> resume(ServiceId id, String by) throws ServiceException;

    /**
     * Sends a signal to the main process of a running service, once it has its turn among what else
     * is done to the service. The stage completes when it is sent; with a {@link ServiceException}
     * of FAILED_PRECONDITION when the process was gone by then, or its launcher could not.
     *
     * @throws ServiceException NOT_FOUND; FAILED_PRECONDITION when it does not run or is paused
     */
    CompletionStage<ServiceStatus> signal(ServiceId id, Signal signal, String by)
            throws ServiceException;

    /**
     * Has a running service read its configuration anew, in the same processes: its main process
     * gets {@link Startup#reloadSignal}; without one its launcher does it in its own way, as
     * systemd does by {@code ExecReload=}; where it has none, the process gets the signal that a
     * change of its configuration stands for. Nothing else waits for it; all reloads that are
     * commanded meanwhile are one more after it.
     *
     * <p>The stage completes when it is done, which of a signal is when it is sent; with a {@link
     * ServiceException} of FAILED_PRECONDITION when it has failed, or the service has ended: one
     * that has failed to reload goes on as it was.
     *
     * @throws ServiceException NOT_FOUND; FAILED_PRECONDITION when it does not run or is paused,
     *     too many wait, or neither its package nor its launcher knows how, with what to do
     */
    CompletionStage<ServiceStatus> reload(ServiceId id, String by) throws ServiceException;

    /**
     * Looks at the workspace now instead of at the next event; returns when done. May block for the
     * disk.
     */
    void rescan();
}
