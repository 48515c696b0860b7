package hostler.cli.command;

import hostler.cli.args.Manual;
import hostler.proto.v1.Action;
import java.util.List;

/** Pauses services. */
final class PauseCommand extends ServicesCommand {
    PauseCommand() {
        super(Action.ACTION_PAUSE);
    }

    @Override
    Manual.Page page() {
        return new Manual.Page(
                List.of(
                        "Makes running services stand still and waits until they do; they keep their processes.",
                        "They stay paused, also when the agent is started again, until they are resumed, restarted or stopped."),
                List.of(
                        "",
                        "--timeout is how long to wait for that; default 60s.",
                        "",
                        "Examples:",
                        "  hostler pause web",
                        "  hostler pause web worker --timeout 2m"));
    }

    @Override
    boolean cascade() {
        return false;
    }
}
