package hostler.cli.command;

import hostler.cli.ExitCode;
import hostler.settings.Spelling;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** All commands by name. Only the one that is meant is built, unless help is asked for. */
public final class CommandLines {

    /** In the order of the help text. */
    static final List<String> NAMES =
            List.of(
                    "ps",
                    "status",
                    "start",
                    "stop",
                    "restart",
                    "logs",
                    "health",
                    "events",
                    "check",
                    "reload",
                    "plugins",
                    "console",
                    "agent",
                    "completion",
                    "version");

    private CommandLines() {}

    /** A new command; null when there is none of that name. */
    public static @Nullable Command create(String name) {
        return switch (name) {
            case "ps" -> new PsCommand();
            case "status" -> new StatusCommand();
            case "start" -> new StartCommand();
            case "stop" -> new StopCommand();
            case "restart" -> new RestartCommand();
            case "logs" -> new LogsCommand();
            case "health" -> new HealthCommand();
            case "events" -> new EventsCommand();
            case "check" -> new CheckCommand();
            case "reload" -> new ReloadCommand();
            case "plugins" -> new PluginsCommand();
            case "console" -> new ConsoleCommand();
            case "agent" -> new AgentCommand();
            case "completion" -> new CompletionCommand();
            case "version" -> new VersionCommand();
            default -> null;
        };
    }

    /** The whole command line, for help and completion. */
    public static CommandLine tree() {
        CommandLine root = new CommandLine(new HostlerCommand());
        for (String name : NAMES) {
            root.addSubcommand(name, create(name));
        }
        Map<String, String> codes = new LinkedHashMap<>();
        for (ExitCode code : ExitCode.values()) {
            codes.put(Integer.toString(code.number()), code.meaning());
        }
        root.getCommandSpec()
                .usageMessage()
                .exitCodeListHeading("%nExit codes:%n")
                .exitCodeList(codes);
        return root;
    }

    /** What to say about a name that is no command. */
    public static String unknown(String name) {
        return "there is no command '" + name + "'" + Spelling.hint(name, NAMES);
    }
}
