package hostler.cli.command;

import hostler.cli.args.Manual;
import hostler.cli.args.Option;
import hostler.proto.v1.Action;
import java.util.List;

/** Stops services. */
final class StopCommand extends ServicesCommand {
    private final Option<Boolean> cascade =
            arguments().flag("Stop first what depends on them.", "--cascade");

    StopCommand() {
        super(Action.ACTION_STOP);
    }

    @Override
    Manual.Page page() {
        return new Manual.Page(
                List.of(
                        "Stops services and waits until they have ended; they stay stopped.",
                        "A service that others depend on is not stopped while they run, unless --cascade says so."),
                List.of(
                        "",
                        "--timeout is how long to wait for that; default 60s.",
                        "",
                        "Examples:",
                        "  hostler stop web",
                        "  hostler stop db --cascade        what depends on it first",
                        "  hostler stop --all               in reverse order of their dependencies"));
    }

    @Override
    boolean cascade() {
        return cascade.value();
    }
}
