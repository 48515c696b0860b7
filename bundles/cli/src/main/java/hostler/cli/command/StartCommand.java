package hostler.cli.command;

import hostler.cli.args.Manual;
import hostler.proto.v1.Action;
import java.util.List;

/** Starts services. */
final class StartCommand extends ServicesCommand {
    StartCommand() {
        super(Action.ACTION_START);
    }

    @Override
    Manual.Page page() {
        return new Manual.Page(
                List.of(
                        "Starts services and what they depend on, and waits until they are ready.",
                        "A task is waited for until it has completed.",
                        "They are started again after every restart of the machine; the agent's own"
                                + " ends nothing.",
                        "A task that is done runs again when it is started, or the machine is."),
                List.of(
                        "",
                        "--timeout is how long to wait for that; default 60s.",
                        "",
                        "Examples:",
                        "  hostler start web",
                        "  hostler start --all --timeout 5m",
                        "  hostler start web --no-wait"));
    }

    @Override
    boolean cascade() {
        return false;
    }
}
