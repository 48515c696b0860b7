package hostler.cli;

import hostler.cli.command.CommandLines;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * A command line taken apart into the command's name and the rest, before anything is parsed: only
 * the command that is meant is built then. Options may stand before the name or after it.
 *
 * @param command empty when none is named
 * @param arguments the others, in their order
 * @param helpAsked whether help was asked for
 */
record Invocation(String command, List<String> arguments, boolean helpAsked) {
    private static final String FLEET = "--fleet";
    private static final Set<String> WITH_VALUE =
            Set.of(
                    "--home",
                    "--address",
                    "--output",
                    "-o",
                    "--timeout",
                    FLEET,
                    "--agents",
                    "--concurrency",
                    "--batch",
                    "--pause",
                    "--max-failed",
                    "--etcd-ca",
                    "--etcd-cert",
                    "--etcd-key");
    private static final Set<String> HELP = Set.of("--help", "-h");

    Invocation {
        arguments = List.copyOf(arguments);
    }

    static Invocation of(String... args) {
        List<String> rest = new ArrayList<>(Arrays.asList(args));
        int at = nameIndex(rest);
        String command = at < rest.size() ? rest.remove(at) : "";
        boolean help = beforeSeparator(rest).stream().anyMatch(HELP::contains);
        if (command.equals("help")) {
            command = rest.isEmpty() ? "" : rest.removeFirst();
            help = true;
        }
        if (command.isEmpty() && (rest.contains("--version") || rest.contains("-V"))) {
            return new Invocation("version", List.of(), help);
        }
        return new Invocation(command, rest, help);
    }

    private static int nameIndex(List<String> args) {
        int at = 0;
        while (at < args.size() && args.get(at).startsWith("-")) {
            at += WITH_VALUE.contains(args.get(at)) ? 2 : 1;
        }
        return at;
    }

    private static List<String> beforeSeparator(List<String> args) {
        int separator = args.indexOf("--");
        return separator < 0 ? args : args.subList(0, separator);
    }

    /** Whether the agents of many machines are meant. */
    boolean fleet() {
        for (String argument : beforeSeparator(arguments)) {
            if (argument.equals(FLEET) || argument.startsWith(FLEET + "=")) {
                return true;
            }
        }
        return false;
    }

    boolean wantsHelp() {
        return helpAsked || command.isEmpty();
    }

    /** What to type for the help that is meant. */
    String helpHint() {
        String topic = helpTopic();
        return CommandLines.exists(topic) ? topic + " --help" : "--help";
    }

    /** Whose help text is meant; empty: the whole. */
    String helpTopic() {
        return fleet() ? CommandLines.FLEET : command;
    }
}
