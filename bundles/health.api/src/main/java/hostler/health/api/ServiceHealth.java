package hostler.health.api;

import hostler.core.api.ServiceId;
import hostler.core.api.Verdict;
import java.util.Optional;

/**
 * What is believed of a service, and the last evidence.
 *
 * @param service whose
 * @param verdict what is believed; UNKNOWN for a service that does not run
 * @param message why; never empty: "no health check configured", "not running: stopped by root"
 * @param last the newest check of the current launch
 */
public record ServiceHealth(
        ServiceId service, Verdict verdict, String message, Optional<HealthEntry> last) {}
