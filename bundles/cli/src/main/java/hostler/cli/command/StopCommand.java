package hostler.cli.command;

import hostler.proto.v1.Action;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** Stops services. */
@CommandLine.Command(
        name = "stop",
        description = {
            "Stops services and waits until they have ended; they stay stopped.",
            "A service that others depend on is not stopped while they run, unless --cascade says so."
        },
        footer = {
            "",
            "--timeout is how long to wait for that; default 60s.",
            "",
            "Examples:",
            "  hostler stop web",
            "  hostler stop db --cascade        what depends on it first",
            "  hostler stop --all               in reverse order of their dependencies"
        })
final class StopCommand extends ServicesCommand {
    @Option(names = "--cascade", description = "Stop first what depends on them.")
    private boolean cascade;

    StopCommand() {
        super(Action.ACTION_STOP);
    }

    @Override
    boolean cascade() {
        return cascade;
    }
}
