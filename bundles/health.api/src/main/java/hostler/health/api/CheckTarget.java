package hostler.health.api;

import hostler.core.api.HealthCheck;
import hostler.core.api.ServiceSpec;
import hostler.os.api.ProcessIdentity;

/**
 * What is to be judged.
 *
 * @param spec the service
 * @param check how it is to be judged: type, settings
 * @param launchId the launch that is judged
 * @param process its main process
 */
public record CheckTarget(
        ServiceSpec spec, HealthCheck check, String launchId, ProcessIdentity process) {}
