package hostler.cli.command;

import hostler.cli.args.Manual;
import hostler.proto.v1.Action;
import java.util.List;

/** Resumes services. */
final class ResumeCommand extends ServicesCommand {
    ResumeCommand() {
        super(Action.ACTION_RESUME);
    }

    @Override
    Manual.Page page() {
        return new Manual.Page(
                List.of(
                        "Lets paused services go on, in the same processes, and waits until they are ready.",
                        "Health checks start anew; the time of the pause is not held against them."),
                List.of(
                        "",
                        "--timeout is how long to wait for that; default 60s.",
                        "",
                        "Examples:",
                        "  hostler resume web",
                        "  hostler resume web worker --timeout 2m"));
    }

    @Override
    boolean cascade() {
        return false;
    }
}
