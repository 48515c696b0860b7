package hostler.cli.command;

import com.google.protobuf.Timestamp;
import hostler.cli.ExitCode;
import hostler.cli.args.Manual;
import hostler.cli.args.Moment;
import hostler.cli.args.Option;
import hostler.cli.args.UsageException;
import hostler.cli.rpc.FollowedLog;
import hostler.cli.rpc.LogLines;
import hostler.cli.rpc.Replies;
import hostler.cli.rpc.RpcException;
import hostler.cli.view.Output;
import hostler.proto.pb.StreamLogsReq;
import hostler.proto.pb.StreamLogsResp;
import hostler.proto.v1.LogRecord;
import hostler.proto.v1.QueryLogsRequest;
import hostler.proto.v1.QueryLogsResponse;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a service writes. */
final class LogsCommand extends Command {
    private final Option<Boolean> follow =
            arguments().flag("Go on with what is written later; Ctrl-C ends it.", "-f", "--follow");

    private final Option<Integer> lines =
            arguments().count(100, "So many lines of the past.", "-n", "--lines");

    private final Option<@Nullable Instant> since =
            arguments()
                    .optional(
                            "WHEN",
                            LogsCommand::moment,
                            "No older than this: 10m, 2026-02-03, \"2026-02-03 12:00\".",
                            "--since");

    private final Option<@Nullable Instant> until =
            arguments().optional("WHEN", LogsCommand::moment, "No newer than this.", "--until");

    private final Option<String> level =
            arguments()
                    .value(
                            "LEVEL",
                            "",
                            text -> text,
                            "error, warn, info …; in a journal that level and worse.",
                            "--level");

    private final Option<String> keyword =
            arguments()
                    .value(
                            "TEXT",
                            "",
                            text -> text,
                            "That contain this text, in upper or lower case.",
                            "-g",
                            "--grep");

    private final Option<String> boot =
            arguments()
                    .value(
                            "BOOT",
                            "",
                            text -> text,
                            "Of one run of the machine: 0 is this one, -1 the one before. Journals"
                                    + " only.",
                            "--boot");

    LogsCommand() {
        arguments().operands("NAME", 1, 1, "The service.");
    }

    private static Instant moment(String text) {
        return Moment.parse(text, Instant.now(), ZoneId.systemDefault());
    }

    @Override
    Manual.Page page() {
        return new Manual.Page(
                List.of(
                        "Prints the newest lines a service has written; with --since, --until,"
                                + " --level, --grep or --boot the newest of those that match."),
                List.of(
                        "",
                        "Examples:",
                        "  hostler logs web",
                        "  hostler logs web -f              goes on; also across restarts of the service",
                        "                                   and of the agent",
                        "  hostler logs web --since 10m --level error",
                        "  hostler logs web -g timeout -n 1000"));
    }

    @Override
    public ExitCode run(Session session) throws RpcException, UsageException {
        if (asksForMatches()) {
            search(session);
        } else if (follow.value()) {
            follow(session);
        } else {
            past(session);
        }
        return ExitCode.OK;
    }

    private boolean asksForMatches() {
        return since.value() != null
                || until.value() != null
                || !(level.value() + keyword.value() + boot.value()).isEmpty();
    }

    private void past(Session session) throws RpcException, UsageException {
        StreamLogsReq request =
                LogLines.request(arguments().given().getFirst(), lines.value(), false);
        Output output = session.output();
        try (Replies<StreamLogsResp> replies = session.agent().logs(request)) {
            LogLines.read(replies, Replies.FOR_EVER, line -> print(line, output));
        }
    }

    private void follow(Session session) throws RpcException, UsageException {
        Output output = session.output();
        new FollowedLog(session.agent(), arguments().given().getFirst(), session::progress)
                .read(lines.value(), record -> print(line(record), output));
    }

    private static StreamLogsResp line(LogRecord record) {
        String text = record.hasGap() ? "[hostler: " + record.getGap() + "]" : record.getLine();
        return StreamLogsResp.newBuilder().setLogLine(text).build();
    }

    private void search(Session session) throws RpcException, UsageException {
        if (follow.value()) {
            throw new UsageException(
                    "--follow goes with none of --since, --until, --level, --grep, --boot");
        }
        QueryLogsResponse found = session.agent().logs(query());
        for (String line : found.getLinesList().reversed()) {
            print(StreamLogsResp.newBuilder().setLogLine(line).build(), session.output());
        }
        session.output().flush();
        if (found.getHasMore()) {
            session.progress(
                    "the newest %d of %d matches; a shorter time or -n shows others"
                            .formatted(found.getLinesCount(), found.getTotal()));
        }
    }

    private QueryLogsRequest query() {
        QueryLogsRequest.Builder query =
                QueryLogsRequest.newBuilder()
                        .setService(arguments().given().getFirst())
                        .setKeyword(keyword.value())
                        .setLevel(level.value())
                        .setBoot(boot.value())
                        .setLimit(lines.value())
                        .setNewestFirst(true);
        Optional.ofNullable(since.value()).map(LogsCommand::stamp).ifPresent(query::setSince);
        Optional.ofNullable(until.value()).map(LogsCommand::stamp).ifPresent(query::setUntil);
        return query.build();
    }

    private static Timestamp stamp(Instant moment) {
        return Timestamp.newBuilder()
                .setSeconds(moment.getEpochSecond())
                .setNanos(moment.getNano())
                .build();
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
