package hostler.cli.command;

import hostler.cli.ExitCode;
import picocli.CommandLine;

/** Here for the help text: the start script runs the agent itself. */
@CommandLine.Command(
        name = "agent",
        description = {
            "Runs the agent in the foreground. What its directory lacks is created with documented"
                    + " defaults: conf/, deploy/, var/.",
            "SIGTERM ends the agent and leaves the services running."
        },
        footer = {"", "Example:", "  hostler agent --home /var/lib/hostler"})
final class AgentCommand extends Command {
    @Override
    public ExitCode run(Session session) throws UsageException {
        throw new UsageException("the agent is started by runtime/bin/hostler agent");
    }
}
