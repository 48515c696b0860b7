package hostler.registrar.api;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * Announces this agent somewhere and keeps that true. Implemented by plugins; each is a component
 * that reads core and does its work on threads of its own, so nothing ever waits for it: its
 * activation does not block, and its deactivation takes the announcement back and blocks for two
 * seconds at most. A place that is away is tried again until it is back. A password of the place
 * never appears in what these methods answer, in a log or in an exception.
 */
@ConsumerType
public interface Registrar {

    /** Where it announces, in a few words for people: "etcd 10.0.0.5:2379". Never blocks. */
    String place();

    /** How the announcement stands now. Never blocks, never throws. */
    Registration registration();
}
