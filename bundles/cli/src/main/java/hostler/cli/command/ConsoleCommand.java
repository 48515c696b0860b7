package hostler.cli.command;

import hostler.cli.ExitCode;
import hostler.cli.console.ConsoleClient;
import hostler.cli.rpc.AgentClient;
import hostler.cli.rpc.RpcException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Parameters;

/** The agent's console. */
@CommandLine.Command(
        name = "console",
        description = {
            "Opens the console of the local agent (Gogo), or runs one line on it.",
            "Root and the agent's own user may; it looks into the running framework."
        },
        footer = {
            "",
            "Examples:",
            "  hostler console                  until exit or Ctrl-D",
            "  hostler console hostler:ps",
            "  hostler console 'lb | grep health'"
        })
final class ConsoleCommand extends Command {
    @Parameters(arity = "0..*", paramLabel = "LINE", description = "One line to run.")
    private final List<String> words = new ArrayList<>();

    @Override
    public ExitCode run(Session session) throws RpcException, IOException, UsageException {
        if (session.options().address() != null) {
            throw new UsageException("the console is for the local agent only");
        }
        try (ConsoleClient console = connect(session)) {
            if (words.isEmpty()) {
                console.converse(session.environment().in());
                return ExitCode.OK;
            }
            return console.execute(String.join(" ", words)) ? ExitCode.OK : ExitCode.FAILED;
        }
    }

    private static ConsoleClient connect(Session session) throws RpcException {
        var socket = session.socket().console();
        try {
            return ConsoleClient.connect(socket, session.environment().out());
        } catch (IOException e) {
            throw AgentClient.unreachable(socket, session.home(), e);
        }
    }
}
