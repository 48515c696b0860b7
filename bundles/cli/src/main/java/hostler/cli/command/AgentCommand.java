package hostler.cli.command;

import hostler.cli.ExitCode;
import hostler.cli.args.Manual;
import hostler.cli.args.UsageException;
import java.util.List;

/** Here for the help text: the start script runs the agent itself. */
final class AgentCommand extends Command {
    @Override
    Manual.Page page() {
        return new Manual.Page(
                List.of(
                        "Runs the agent in the foreground. What its directory lacks is created with documented"
                                + " defaults: conf/, deploy/, var/.",
                        "SIGTERM ends the agent and leaves the services running."),
                List.of("", "Example:", "  hostler agent --home /var/lib/hostler"));
    }

    @Override
    public ExitCode run(Session session) throws UsageException {
        throw new UsageException("the agent is started by runtime/bin/hostler agent");
    }
}
