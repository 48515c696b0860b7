package hostler.launcher.api;

import hostler.core.api.ServiceId;
import java.util.Map;

/**
 * What is needed to find a launch again: data, not an object, so that launcher, agent and machine
 * may restart in between. Core makes it durable before anything is started.
 *
 * @param version of the launcher's data, for the launchers after this one
 * @param launcher the launcher's type
 * @param service whose launch it is
 * @param launchId unique over all launches of this agent directory
 * @param data opaque to everyone but launchers of this type
 */
public record LaunchHandle(
        int version,
        String launcher,
        ServiceId service,
        String launchId,
        Map<String, String> data) {

    public LaunchHandle {
        data = Map.copyOf(data);
    }
}
