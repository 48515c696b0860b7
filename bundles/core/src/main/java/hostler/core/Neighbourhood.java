package hostler.core;

import hostler.core.api.ServiceId;
import hostler.core.api.ServiceStatus;

/** The services around a reconciler's own. Any thread; nothing blocks. */
interface Neighbourhood {

    /** What keeps a service from being started. */
    Neighbours beforeStart(ServiceId id);

    /** What must be down before a service is stopped. */
    Neighbours beforeStop(ServiceId id);

    /** Whether the agent ends and takes its services along. */
    boolean leaving();

    /** A revision that is higher than any before. */
    long nextRevision();

    /** Takes a new status in; those whom it concerns look again. */
    void publish(ServiceStatus status);

    /**
     * Lets go of a service whose package is gone and that is down, unless there is mail for it.
     *
     * @return whether its reconciler is to end
     */
    boolean release(Reconciler reconciler);
}
