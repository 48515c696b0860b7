package hostler.cli.command;

import hostler.cli.ExitCode;
import hostler.cli.args.Manual;
import java.util.List;

/** Looks at files before the agent does. */
final class CheckCommand extends Command {
    CheckCommand() {
        arguments().operands("FILE|DIR", 1, 1, "An agent.yaml, a package.json, or a directory.");
    }

    @Override
    Manual.Page page() {
        return new Manual.Page(List.of("x"), List.of());
    }

    @Override
    public ExitCode run(Session session) {
        session.output().line(arguments().given().getFirst());
        return ExitCode.OK;
    }
}
