package hostler.cli.command;

import hostler.cli.ExitCode;
import hostler.cli.args.Manual;
import hostler.cli.args.Option;
import hostler.cli.args.UsageException;
import hostler.cli.rpc.RpcException;
import hostler.cli.view.HealthTables;
import hostler.cli.view.Output;
import hostler.proto.pb.GetHealthHistoryReq;
import hostler.proto.pb.GetHealthHistoryResp;
import hostler.proto.pb.GetHealthStatusReq;
import hostler.proto.pb.GetHealthStatusResp;
import hostler.proto.pb.ListHealthStatusesResp;
import java.util.List;

/** What the checks have found. */
final class HealthCommand extends Command {
    private final Option<Boolean> history =
            arguments().flag("The checks of the past, newest first.", "--history");

    private final Option<Integer> limit = arguments().count(20, "How many of them.", "--limit");

    HealthCommand() {
        arguments().operands("NAME", 0, 1, "The service; default: all.");
    }

    @Override
    Manual.Page page() {
        return new Manual.Page(
                List.of(
                        "Shows what the health checks have found: the last evidence of every service."),
                List.of(
                        "",
                        "Examples:",
                        "  hostler health",
                        "  hostler health web",
                        "  hostler health web --history --limit 20"));
    }

    @Override
    public ExitCode run(Session session) throws RpcException, UsageException {
        List<String> names = arguments().given();
        if (history.value() && names.isEmpty()) {
            throw new UsageException("--history needs the name of a service");
        }
        if (names.isEmpty()) {
            all(session);
        } else if (history.value()) {
            history(session, names.getFirst());
        } else {
            one(session, names.getFirst());
        }
        return ExitCode.OK;
    }

    private static void all(Session session) throws RpcException, UsageException {
        ListHealthStatusesResp answer = session.agent().health();
        Output output = session.output();
        if (output.json()) {
            output.json(answer);
        } else {
            output.table(HealthTables.of(answer.getHealthStatusesList()));
        }
    }

    private static void one(Session session, String service) throws RpcException, UsageException {
        GetHealthStatusResp answer =
                session.agent().health(GetHealthStatusReq.newBuilder().setPackage(service).build());
        Output output = session.output();
        if (output.json()) {
            output.json(answer);
        } else {
            output.table(HealthTables.of(List.of(answer.getHealth())));
        }
    }

    private void history(Session session, String service) throws RpcException, UsageException {
        GetHealthHistoryResp answer =
                session.agent()
                        .healthHistory(
                                GetHealthHistoryReq.newBuilder()
                                        .setPackage(service)
                                        .setLimit(limit.value())
                                        .build());
        Output output = session.output();
        if (output.json()) {
            output.json(answer);
        } else {
            output.table(HealthTables.of(answer));
        }
    }
}
