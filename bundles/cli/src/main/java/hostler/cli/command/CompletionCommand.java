package hostler.cli.command;

import hostler.cli.ExitCode;
import picocli.AutoComplete;
import picocli.CommandLine;

/** Completion for shells. */
@CommandLine.Command(
        name = "completion",
        description = "Prints a completion script for bash, which zsh takes as well.",
        footer = {
            "",
            "Examples:",
            "  source <(hostler completion)                                   bash",
            "  autoload -U bashcompinit && bashcompinit && source <(hostler completion)   zsh",
            "  hostler completion > /etc/bash_completion.d/hostler            for everybody"
        })
final class CompletionCommand extends Command {
    @Override
    public ExitCode run(Session session) {
        session.output().raw(AutoComplete.bash("hostler", CommandLines.tree()));
        return ExitCode.OK;
    }
}
