package hostler.health.api;

import hostler.core.api.Verdict;
import java.time.Duration;
import java.time.Instant;

/**
 * One check, as history keeps it.
 *
 * @param verdict the verdict after it, thresholds applied
 * @param result what it found itself
 * @param at wall clock of its end
 * @param type the checker's type; empty when the service has no check
 * @param duration how long it took
 */
public record HealthEntry(
        Verdict verdict, CheckResult result, Instant at, String type, Duration duration) {}
