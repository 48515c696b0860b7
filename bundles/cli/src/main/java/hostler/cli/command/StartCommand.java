package hostler.cli.command;

import hostler.proto.v1.Action;
import picocli.CommandLine;

/** Starts services. */
@CommandLine.Command(
        name = "start",
        description = {
            "Starts services and what they depend on, and waits until they are ready.",
            "They are started again after every restart of the agent or the machine."
        },
        footer = {
            "",
            "--timeout is how long to wait for that; default 60s.",
            "",
            "Examples:",
            "  hostler start web",
            "  hostler start --all --timeout 5m",
            "  hostler start web --no-wait"
        })
final class StartCommand extends ServicesCommand {
    StartCommand() {
        super(Action.ACTION_START);
    }

    @Override
    boolean cascade() {
        return false;
    }
}
