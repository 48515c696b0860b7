package hostler.cli.fleet;

import hostler.cli.ExitCode;
import hostler.cli.args.Option;
import hostler.cli.args.UsageException;
import hostler.cli.rpc.AgentClient;
import hostler.cli.rpc.LogLines;
import hostler.cli.rpc.Replies;
import hostler.cli.rpc.RpcException;
import hostler.proto.pb.StreamLogsReq;
import hostler.proto.pb.StreamLogsResp;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** What a service writes on all machines, as it comes; every line behind its agent's name. */
final class FleetLogs extends FleetCommand {
    private static final int MOST_FOLLOWED = 500;

    private final Option<Boolean> follow =
            arguments().flag("Go on with what is written later; Ctrl-C ends it.", "-f", "--follow");

    private final Option<Integer> lines =
            arguments().count(100, "So many lines of the past of each agent.", "-n", "--lines");

    private final Set<Replies<StreamLogsResp>> open = ConcurrentHashMap.newKeySet();

    /** Nobody reads the output any more. */
    private volatile boolean left;

    FleetLogs() {
        arguments().operands("NAME", 1, 1, "The service.");
    }

    @Override
    Report.Telling telling(boolean terminal) {
        return Report.Telling.SILENT;
    }

    @Override
    ExitCode run(Fleet fleet) throws UsageException {
        fleet.each(concurrency(fleet), (member, agent) -> read(fleet, member, agent));
        return fleet.report().conclude();
    }

    /** Whoever is followed never makes room for the next one. */
    private int concurrency(Fleet fleet) throws UsageException {
        if (!follow.value()) {
            return options().concurrency();
        }
        int count = fleet.members().size();
        if (count > MOST_FOLLOWED) {
            throw new UsageException(
                    "--follow reads "
                            + MOST_FOLLOWED
                            + " agents at most, and these are "
                            + count
                            + "; say which ones with --agents");
        }
        return Math.max(1, count);
    }

    private void read(Fleet fleet, Member member, AgentClient agent) throws RpcException {
        StreamLogsReq request =
                LogLines.request(arguments().given().getFirst(), lines.value(), follow.value());
        Duration time = follow.value() ? Replies.FOR_EVER : fleet.timeout();
        try (Replies<StreamLogsResp> replies = agent.logs(request)) {
            open.add(replies);
            if (!left) {
                LogLines.read(replies, time, line -> print(fleet, member, line));
            }
        } catch (RpcException e) {
            if (!left) {
                throw e;
            }
        }
        fleet.report().add(member, Outcome.DONE);
    }

    /** Whether another line is wanted. */
    private boolean print(Fleet fleet, Member member, StreamLogsResp line) {
        fleet.report()
                .print(
                        member,
                        line.getLogLine(),
                        () -> Report.object(member).add("log_line", line.getLogLine()));
        if (fleet.output().closed()) {
            left = true;
            // Agents that are silent would never notice.
            open.forEach(Replies::close);
        }
        return !left;
    }
}
