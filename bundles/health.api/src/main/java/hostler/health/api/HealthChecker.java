package hostler.health.api;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * Judges one service, once. Implemented by plugins as a singleton component with a {@link
 * CheckerType}: its configuration holds settings of the type, the target comes with the call.
 */
@ConsumerType
public interface HealthChecker {

    /**
     * Checks the target now. Called on a virtual thread, for many targets at a time: keep no state
     * of a target. It may block, but not past the deadline: then it is interrupted and the result
     * is critical ("timed out").
     *
     * @return what was found. An unhealthy target is a result, not an exception; whoever could not
     *     ask at all (a local limit, a setting that is missing) answers inconclusive or throws.
     *     What is thrown is shown as inconclusive and changes no verdict
     */
    CheckResult check(CheckTarget target, Deadline deadline) throws InterruptedException;
}
