package hostler.cli.command;

import hostler.proto.v1.Action;
import picocli.CommandLine;

/** Restarts services. */
@CommandLine.Command(
        name = "restart",
        description = {
            "Stops services and starts them again, and waits until they are ready.",
            "What depends on them is left alone; a stopped service is started."
        },
        footer = {
            "",
            "--timeout is how long to wait for that; default 60s.",
            "",
            "Examples:",
            "  hostler restart web",
            "  hostler restart web worker --timeout 2m"
        })
final class RestartCommand extends ServicesCommand {
    RestartCommand() {
        super(Action.ACTION_RESTART);
    }

    @Override
    boolean cascade() {
        return false;
    }
}
