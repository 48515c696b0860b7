package hostler.cli.command;

import hostler.cli.ExitCode;
import hostler.cli.args.Arguments;
import hostler.cli.args.Manual;
import hostler.settings.Spelling;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** All commands by name. Only the one that is meant is built, unless help is asked for. */
public final class CommandLines {

    /** The help text on many agents at once. */
    public static final String FLEET = "fleet";

    /** In the order of the help text. */
    public static final List<String> NAMES =
            List.of(
                    "ps",
                    "status",
                    "start",
                    "stop",
                    "restart",
                    "pause",
                    "resume",
                    "logs",
                    "health",
                    "config",
                    "events",
                    "check",
                    "reload",
                    "plugins",
                    "console",
                    FLEET,
                    "agent",
                    "completion",
                    "version");

    private static final Manual.Page PAGE =
            new Manual.Page(
                    List.of("Speaks to the Hostler agent of this machine."),
                    List.of(
                            "",
                            "Examples:",
                            "  hostler ps                        what runs here",
                            "  hostler status web                everything about one service, and why",
                            "  hostler restart web worker        waits until both are ready",
                            "  hostler logs web -f               reads on",
                            "  hostler check workspace/          before the agent reads it",
                            "  hostler ps -o json                for scripts",
                            "  hostler fleet --help              for many agents at once",
                            "",
                            "Environment:",
                            "  HOSTLER_HOME   the agent's directory, where --home is not given",
                            "  HOSTLER_ETCD_USER, HOSTLER_ETCD_PASSWORD_FILE  whom to be with --fleet",
                            "  NO_COLOR       set to anything: no colours",
                            "  HOSTLER_DEBUG  set to anything: errors come with their stack trace"));

    private CommandLines() {}

    /** A new command; null when there is none of that name. */
    public static @Nullable Command create(String name) {
        return switch (name) {
            case "ps" -> new PsCommand();
            case "status" -> new StatusCommand();
            case "start" -> new StartCommand();
            case "stop" -> new StopCommand();
            case "restart" -> new RestartCommand();
            case "pause" -> new PauseCommand();
            case "resume" -> new ResumeCommand();
            case "logs" -> new LogsCommand();
            case "health" -> new HealthCommand();
            case "config" -> new ConfigCommand();
            case "events" -> new EventsCommand();
            case "check" -> new CheckCommand();
            case "reload" -> new ReloadCommand();
            case "plugins" -> new PluginsCommand();
            case "console" -> new ConsoleCommand();
            case FLEET -> new FleetHelp();
            case "agent" -> new AgentCommand();
            case "completion" -> new CompletionCommand();
            case "version" -> new VersionCommand();
            default -> null;
        };
    }

    /** The help texts of the whole command line. */
    public static Manual manual() {
        Map<String, String> codes = new LinkedHashMap<>();
        for (ExitCode code : ExitCode.values()) {
            codes.put(Integer.toString(code.number()), code.meaning());
        }
        Arguments common = new Arguments();
        new CommonOptions(common).output();
        Manual manual = new Manual("hostler", PAGE, common, codes);
        for (String name : NAMES) {
            Command command = create(name);
            if (command != null) {
                manual.add(name, command.page(), command.arguments());
            }
        }
        return manual;
    }

    /** Whether a name is a command's. */
    public static boolean exists(String name) {
        return NAMES.contains(name);
    }

    /** What to say about a name that is no command. */
    public static String unknown(String name) {
        return "there is no command '" + name + "'" + Spelling.hint(name, NAMES);
    }
}
