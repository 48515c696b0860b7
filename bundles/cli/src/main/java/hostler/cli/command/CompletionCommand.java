package hostler.cli.command;

import hostler.cli.ExitCode;
import hostler.cli.args.Manual;
import java.util.List;

/** Completion for shells. */
final class CompletionCommand extends Command {
    @Override
    Manual.Page page() {
        return new Manual.Page(
                List.of("Prints a completion script for bash, which zsh takes as well."),
                List.of(
                        "",
                        "Examples:",
                        "  source <(hostler completion)                                   bash",
                        "  autoload -U bashcompinit && bashcompinit && source <(hostler completion)   zsh",
                        "  hostler completion > /etc/bash_completion.d/hostler            for everybody"));
    }

    @Override
    public ExitCode run(Session session) {
        session.output().raw(CommandLines.manual().completion());
        return ExitCode.OK;
    }
}
