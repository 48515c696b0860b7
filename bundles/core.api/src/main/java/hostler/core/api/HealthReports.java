package hostler.core.api;

import org.osgi.annotation.versioning.ProviderType;

/** Where health tells core what the checks found. */
@ProviderType
public interface HealthReports {

    /**
     * Reports the verdict of a launch, thresholds applied; called on every change of verdict or
     * message. A report about a launch that is no longer the current one is dropped. Does not
     * block.
     *
     * @param launchId the launch the evidence is about
     */
    void report(ServiceId id, String launchId, Health health);
}
