package hostler.cli.command;

import hostler.cli.ExitCode;
import picocli.CommandLine;

/** The version of this command. */
@CommandLine.Command(
        name = "version",
        description = "Prints the version of this command; hostler status has the agent's.")
final class VersionCommand extends Command {
    @Override
    public ExitCode run(Session session) {
        String version = VersionCommand.class.getPackage().getImplementationVersion();
        session.output().line("hostler " + (version == null ? "(from a build)" : version));
        return ExitCode.OK;
    }
}
