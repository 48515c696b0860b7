package hostler.cli.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The root of the help text. */
@Command(
        name = "hostler",
        synopsisSubcommandLabel = "COMMAND",
        description = "Speaks to the Hostler agent of this machine.",
        optionListHeading = "%nOptions, before or after the command:%n",
        commandListHeading = "%nCommands:%n",
        footer = {
            "",
            "Examples:",
            "  hostler ps                        what runs here",
            "  hostler status web                everything about one service, and why",
            "  hostler restart web worker        waits until both are ready",
            "  hostler logs web -f               reads on",
            "  hostler check workspace/          before the agent reads it",
            "  hostler ps -o json                for scripts",
            "",
            "Environment:",
            "  HOSTLER_HOME   the agent's directory, where --home is not given",
            "  NO_COLOR       set to anything: no colours",
            "  HOSTLER_DEBUG  set to anything: errors come with their stack trace"
        })
final class HostlerCommand {
    @Mixin private final CommonOptions options = new CommonOptions();

    CommonOptions options() {
        return options;
    }
}
