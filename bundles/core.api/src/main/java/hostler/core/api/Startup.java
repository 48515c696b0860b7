package hostler.core.api;

import hostler.os.api.Signal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How a service is started and stopped.
 *
 * @param method the launcher's type: {@code direct}, {@code systemd}, or a plugin's
 * @param unit {@code startup.service_name}: the systemd unit; default the service's name
 * @param executable absolute path of the program; empty where the launcher needs none
 * @param arguments argv from 1 on
 * @param environment added to the small declared base environment (PATH, LANG, HOME, USER)
 * @param workingDirectory absolute; default the executable's directory
 * @param user whom to run as; empty: the agent's own user. Only root may name another
 * @param group empty: the user's primary group
 * @param timeout how long it may take to become ready; of a task: to end
 * @param stopSignal the first signal of a stop
 * @param grace how long it may take to end after that, before everything left is killed
 * @param reloadSignal what makes its program read its configuration anew; empty: nothing is known
 *     to
 * @param process umask, limits and groups
 * @param kind what the started process becomes
 * @param readiness how the service tells that it is ready
 */
public record Startup(
        String method,
        String unit,
        Optional<Path> executable,
        List<String> arguments,
        Map<String, String> environment,
        Path workingDirectory,
        Optional<String> user,
        Optional<String> group,
        Duration timeout,
        Signal stopSignal,
        Duration grace,
        Optional<Signal> reloadSignal,
        ProcessSettings process,
        ServiceKind kind,
        Readiness readiness) {

    /** A simple service that is judged by its check, with {@link ProcessSettings#DEFAULT}. */
    public Startup(
            String method,
            String unit,
            Optional<Path> executable,
            List<String> arguments,
            Map<String, String> environment,
            Path workingDirectory,
            Optional<String> user,
            Optional<String> group,
            Duration timeout,
            Signal stopSignal,
            Duration grace) {
        this(
                method,
                unit,
                executable,
                arguments,
                environment,
                workingDirectory,
                user,
                group,
                timeout,
                stopSignal,
                grace,
                Optional.empty(),
                ProcessSettings.DEFAULT,
                new ServiceKind.Simple(),
                new Readiness.Check());
    }

    public Startup {
        arguments = List.copyOf(arguments);
        environment = Map.copyOf(environment);
    }

    /** Environments and arguments hold secrets: neither is shown. */
    @Override
    public String toString() {
        return "Startup[" + method + " " + executable.map(Path::toString).orElse(unit) + "]";
    }
}
