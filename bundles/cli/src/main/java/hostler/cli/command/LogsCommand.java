package hostler.cli.command;

import hostler.cli.ExitCode;
import hostler.cli.args.Manual;
import hostler.cli.args.Option;
import hostler.cli.args.UsageException;
import hostler.cli.rpc.Replies;
import hostler.cli.rpc.RpcException;
import hostler.cli.view.Output;
import hostler.proto.pb.StreamLogsReq;
import hostler.proto.pb.StreamLogsResp;
import java.util.List;
import java.util.Optional;

/** What a service writes. */
final class LogsCommand extends Command {
    private final Option<Boolean> follow =
            arguments().flag("Go on with what is written later; Ctrl-C ends it.", "-f", "--follow");

    private final Option<Integer> lines =
            arguments().count(100, "So many lines of the past.", "-n", "--lines");

    LogsCommand() {
        arguments().operands("NAME", 1, 1, "The service.");
    }

    @Override
    Manual.Page page() {
        return new Manual.Page(
                List.of("Prints the newest lines a service has written."),
                List.of(
                        "",
                        "Examples:",
                        "  hostler logs web",
                        "  hostler logs web -f              goes on; also across restarts of the service",
                        "  hostler logs web -n 1000 | grep ERROR"));
    }

    @Override
    public ExitCode run(Session session) throws RpcException, UsageException {
        StreamLogsReq request =
                StreamLogsReq.newBuilder()
                        .setPackage(arguments().given().getFirst())
                        .setTailLines(lines.value())
                        .setFollow(follow.value())
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
