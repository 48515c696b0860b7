package hostler.core;

import hostler.core.api.ServiceSpec;
import hostler.core.state.Pause;
import java.util.Optional;

/**
 * Everything a decision is made from.
 *
 * @param spec what the service should be
 * @param unwanted why it should not run; empty: it should
 * @param life what is known about its processes
 * @param restart why the process that runs is to be replaced
 * @param pause whether it is to stand still
 * @param retry what recovery has decided since it went down
 * @param indebted whether restarts are held against it
 * @param veto why recovery may not restart it now
 * @param setback what could not be done lately
 * @param launcherThere whether the launcher that the next step needs is there
 * @param watched whether its end will be heard
 * @param neighbours the services around it
 * @param now in ticks
 */
record Observation(
        ServiceSpec spec,
        Optional<String> unwanted,
        Life life,
        Optional<String> restart,
        Optional<Pause> pause,
        Retry retry,
        boolean indebted,
        Optional<Setback> veto,
        Optional<Setback> setback,
        boolean launcherThere,
        boolean watched,
        Neighbours neighbours,
        long now) {

    /** What could not be done lately and is not to be tried again yet. */
    Optional<Setback> lastingSetback() {
        return setback.filter(late -> late.lasts(now));
    }
}
