package hostler.cli.command;

import hostler.cli.ExitCode;
import hostler.cli.args.Manual;
import hostler.cli.args.Option;
import hostler.cli.args.UsageException;
import hostler.cli.rpc.LogLines;
import hostler.cli.rpc.Replies;
import hostler.cli.rpc.RpcException;
import hostler.cli.view.Output;
import hostler.proto.pb.StreamLogsReq;
import hostler.proto.pb.StreamLogsResp;
import java.util.List;

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
        Output output = session.output();
        try (Replies<StreamLogsResp> replies = session.agent().logs(request)) {
            LogLines.read(replies, Replies.FOR_EVER, line -> print(line, output));
        }
        return ExitCode.OK;
    }

    private static boolean print(StreamLogsResp line, Output output) {
        if (output.json()) {
            output.jsonLine(line);
        } else {
            output.raw(line.getLogLine());
        }
        return !output.closed();
    }
}
