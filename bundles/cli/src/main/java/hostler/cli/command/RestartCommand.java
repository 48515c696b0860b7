package hostler.cli.command;

import hostler.cli.args.Manual;
import hostler.proto.v1.Action;
import java.util.List;

/** Restarts services. */
final class RestartCommand extends ServicesCommand {
    RestartCommand() {
        super(Action.ACTION_RESTART);
    }

    @Override
    Manual.Page page() {
        return new Manual.Page(
                List.of(
                        "Stops services and starts them again, and waits until they are ready.",
                        "What depends on them is left alone; a stopped service is started."),
                List.of(
                        "",
                        "--timeout is how long to wait for that; default 60s.",
                        "",
                        "Examples:",
                        "  hostler restart web",
                        "  hostler restart web worker --timeout 2m"));
    }

    @Override
    boolean cascade() {
        return false;
    }
}
