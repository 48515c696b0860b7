package hostler.os.api;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Everything about a process to be started; nothing else is inherited (no descriptor, no
 * environment, no signal mask, no umask). There is no shell: the arguments are passed as they are.
 *
 * @param launchId names the launch, its records ({@code <launchId>.birth}, {@code <launchId>.exit})
 *     and the cookie {@code HOSTLER_LAUNCH=<launchId>} that the environment of the tree carries;
 *     {@code [A-Za-z0-9._-]+}, at most 128 characters, never used twice
 * @param executable absolute path
 * @param arguments argv from 1 on; argv[0] is the executable
 * @param environment the whole environment; the cookie is added
 * @param workingDirectory absolute path of an existing directory
 * @param account whom to run as; empty: the agent's own user
 * @param umask file mode creation mask, for example 022
 * @param output where stdout and stderr go
 * @param records existing directory in which the keeper writes its records
 * @param killAfter when present, the keeper kills the whole tree after this time, even if the agent
 *     is gone by then
 * @param limits set before privileges are dropped; a resource that is not named keeps the agent's
 * @param duties what the keeper does beyond starting it and waiting for it
 */
public record SpawnOrder(
        String launchId,
        Path executable,
        List<String> arguments,
        Map<String, String> environment,
        Path workingDirectory,
        Optional<Account> account,
        int umask,
        Output output,
        Path records,
        Optional<Duration> killAfter,
        List<ResourceLimit> limits,
        KeeperDuties duties) {

    /** Name of the environment variable by which every process of a launch can be recognised. */
    public static final String COOKIE = "HOSTLER_LAUNCH";

    /** With the agent's own limits, and no more duties. */
    public SpawnOrder(
            String launchId,
            Path executable,
            List<String> arguments,
            Map<String, String> environment,
            Path workingDirectory,
            Optional<Account> account,
            int umask,
            Output output,
            Path records,
            Optional<Duration> killAfter) {
        this(
                launchId,
                executable,
                arguments,
                environment,
                workingDirectory,
                account,
                umask,
                output,
                records,
                killAfter,
                List.of(),
                KeeperDuties.NONE);
    }

    public SpawnOrder {
        if (!launchId.matches("[A-Za-z0-9._-]{1,128}")) {
            throw new IllegalArgumentException("not a launch id: '" + launchId + "'");
        }
        arguments = List.copyOf(arguments);
        environment = Map.copyOf(environment);
        limits = List.copyOf(limits);
    }

    /** Environments hold secrets: only the names are shown. */
    @Override
    public String toString() {
        return "SpawnOrder[" + launchId + " " + executable + ", env=" + environment.keySet() + "]";
    }
}
