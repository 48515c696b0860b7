package hostler.health;

import hostler.health.api.CheckResult;
import java.time.Duration;

/**
 * What one check found, and how long it took.
 *
 * @param result the evidence
 * @param duration from the call of the checker to its answer
 */
record Finding(CheckResult result, Duration duration) {

    /** A check for which nobody could be asked. */
    static Finding notAsked(String reason) {
        return new Finding(CheckResult.inconclusive(reason), Duration.ZERO);
    }
}
