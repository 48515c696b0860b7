package hostler.cli.command;

import hostler.cli.ExitCode;
import hostler.cli.rpc.Replies;
import hostler.cli.rpc.RpcException;
import hostler.cli.view.Output;
import hostler.proto.pb.StreamLogsReq;
import hostler.proto.pb.StreamLogsResp;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What a service writes. */
@CommandLine.Command(
        name = "logs",
        description = "Prints the newest lines a service has written.",
        footer = {
            "",
            "Examples:",
            "  hostler logs web",
            "  hostler logs web -f              goes on; also across restarts of the service",
            "  hostler logs web -n 1000 | grep ERROR"
        })
final class LogsCommand extends Command {
    @Parameters(arity = "1", paramLabel = "NAME", description = "The service.")
    private String name = "";

    @Option(
            names = {"-f", "--follow"},
            description = "Go on with what is written later; Ctrl-C ends it.")
    private boolean follow;

    @Option(
            names = {"-n", "--lines"},
            paramLabel = "COUNT",
            description = "So many lines of the past. Default: ${DEFAULT-VALUE}.")
    private int lines = 100;

    @Override
    public ExitCode run(Session session) throws RpcException, UsageException {
        if (lines < 0) {
            throw new UsageException("-n " + lines + ": 0 or more was expected");
        }
        StreamLogsReq request =
                StreamLogsReq.newBuilder()
                        .setPackage(name)
                        .setTailLines(lines)
                        .setFollow(follow)
                        .build();
        try (Replies<StreamLogsResp> replies = session.agent().logs(request)) {
            print(replies, session.output());
        }
        return ExitCode.OK;
    }

    private static void print(Replies<StreamLogsResp> replies, Output output) throws RpcException {
        while (!output.closed()) {
            Optional<StreamLogsResp> line = replies.next(Replies.FOR_EVER);
            if (line.isEmpty() || line.get().getIsEof()) {
                return;
            }
            if (output.json()) {
                output.jsonLine(line.get());
            } else {
                output.raw(line.get().getLogLine());
            }
        }
    }
}
