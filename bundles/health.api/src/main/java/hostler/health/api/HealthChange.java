package hostler.health.api;

import hostler.core.api.ServiceId;
import hostler.core.api.Verdict;

/**
 * A verdict that changed.
 *
 * @param service whose
 * @param before UNKNOWN at the first evidence
 * @param entry the evidence that changed it
 */
public record HealthChange(ServiceId service, Verdict before, HealthEntry entry) {}
