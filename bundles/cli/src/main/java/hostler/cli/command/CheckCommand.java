package hostler.cli.command;

import hostler.cli.ExitCode;
import java.nio.file.Path;
import picocli.CommandLine;
import picocli.CommandLine.Parameters;

/** Looks at files before the agent does. */
@CommandLine.Command(name = "check", description = "x")
final class CheckCommand extends Command {
    @Parameters(arity = "1", paramLabel = "FILE|DIR", description = "x")
    private Path path = Path.of(".");

    @Override
    public ExitCode run(Session session) {
        session.output().line(path.toString());
        return ExitCode.OK;
    }
}
