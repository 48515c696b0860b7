package hostler.cli.command;

import hostler.cli.ExitCode;
import hostler.cli.args.Manual;
import java.util.List;

/** The version of this command. */
final class VersionCommand extends Command {
    @Override
    Manual.Page page() {
        return new Manual.Page(
                List.of("Prints the version of this command; hostler status has the agent's."),
                List.of());
    }

    @Override
    public ExitCode run(Session session) {
        String version = VersionCommand.class.getPackage().getImplementationVersion();
        session.output().line("hostler " + (version == null ? "(from a build)" : version));
        return ExitCode.OK;
    }
}
