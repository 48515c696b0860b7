package hostler.cli.command;

import hostler.cli.ExitCode;
import hostler.cli.args.Manual;
import hostler.cli.args.UsageException;
import hostler.cli.console.ConsoleClient;
import hostler.cli.rpc.AgentClient;
import hostler.cli.rpc.RpcException;
import java.io.IOException;
import java.util.List;

/** The agent's console. */
final class ConsoleCommand extends Command {
    ConsoleCommand() {
        arguments().operands("LINE", 0, Integer.MAX_VALUE, "One line to run.");
    }

    @Override
    Manual.Page page() {
        return new Manual.Page(
                List.of(
                        "Opens the console of the local agent (Gogo), or runs one line on it.",
                        "Root and the agent's own user may; it looks into the running framework."),
                List.of(
                        "",
                        "Examples:",
                        "  hostler console                  until exit or Ctrl-D",
                        "  hostler console hostler:ps",
                        "  hostler console 'lb | grep health'"));
    }

    @Override
    public ExitCode run(Session session) throws RpcException, IOException, UsageException {
        List<String> words = arguments().given();
        if (session.remote()) {
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
