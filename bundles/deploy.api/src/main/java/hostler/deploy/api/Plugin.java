package hostler.deploy.api;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * One plugin as it is now.
 *
 * @param name symbolic name; the file's name for a file that was refused and has none
 * @param version of the bundle that runs; empty when none does
 * @param state what it is
 * @param file where it lies in the deploy directory; empty for what the agent was shipped with
 * @param provides what it offers: {@code health:http}, {@code launcher:direct}, {@code logs:direct}
 * @param reason why it was refused or does not start, or what an active one lacks on this machine;
 *     when an older version still runs, both are shown
 * @param retiredLoaders class loaders of replaced versions that are not collected yet
 */
public record Plugin(
        String name,
        String version,
        State state,
        Optional<Path> file,
        List<String> provides,
        Optional<String> reason,
        int retiredLoaders) {

    public Plugin {
        provides = List.copyOf(provides);
    }

    /** What a plugin is at the moment. */
    public enum State {
        ACTIVE,
        /** Installed, and does not run: the reason says why. */
        INACTIVE,
        /** The file in the deploy directory was refused; an older version may still run. */
        REFUSED
    }
}
