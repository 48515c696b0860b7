package hostler.cli.command;

import hostler.cli.ExitCode;
import hostler.cli.args.UsageException;
import hostler.cli.rpc.CommandRun;
import hostler.cli.rpc.RpcException;
import hostler.cli.view.Cell;
import hostler.cli.view.Output;
import hostler.cli.view.States;
import hostler.cli.view.Style;
import hostler.cli.view.Table;
import hostler.proto.v1.CommandProgress;
import hostler.proto.v1.CommandRequest;
import hostler.settings.Durations;
import java.time.Duration;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Follows a command until every service has settled, and tells how it ends. */
final class Progress {
    private final Session session;
    private final Output output;
    private final Duration timeout;
    private final SortedMap<String, CommandProgress> last = new TreeMap<>();

    Progress(Session session, List<String> names, Duration timeout) {
        this.session = session;
        this.output = session.output();
        this.timeout = timeout;
        for (String name : names) {
            last.put(name, CommandProgress.newBuilder().setService(name).build());
        }
    }

    ExitCode follow(CommandRequest request) throws RpcException, UsageException {
        CommandRun.follow(session.agent(), request, timeout, this::take);
        return conclude();
    }

    private void take(CommandProgress progress) {
        last.put(progress.getService(), progress);
        if (output.json()) {
            output.jsonLine(progress);
        } else if (!progress.getDone()) {
            session.progress(Cell.of(progress.getService() + ": " + words(progress)).text());
        }
    }

    private static String words(CommandProgress progress) {
        return progress.getMessage().isEmpty()
                ? States.of(progress.getState()).text()
                : progress.getMessage();
    }

    private ExitCode conclude() {
        if (!output.json() && !last.isEmpty()) {
            output.table(table());
        }
        boolean settled = last.values().stream().allMatch(CommandProgress::getDone);
        if (!settled) {
            session.progress("hostler: not settled within " + Durations.format(timeout));
            return ExitCode.TIMEOUT;
        }
        boolean ok = last.values().stream().allMatch(CommandProgress::getOk);
        return ok ? ExitCode.OK : ExitCode.FAILED;
    }

    private Table table() {
        Table table = new Table("NAME", "RESULT", "STATE", "REASON");
        for (CommandProgress progress : last.values()) {
            table.row(
                    Cell.of(progress.getService()),
                    result(progress),
                    States.of(progress.getState()),
                    Cell.of(progress.getMessage()));
        }
        return table;
    }

    private static Cell result(CommandProgress progress) {
        if (!progress.getDone()) {
            return new Cell("timeout", Style.WARNING);
        }
        return progress.getOk() ? new Cell("ok", Style.GOOD) : new Cell("failed", Style.BAD);
    }
}
