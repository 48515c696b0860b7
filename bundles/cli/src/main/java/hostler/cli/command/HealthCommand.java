package hostler.cli.command;

import hostler.cli.ExitCode;
import hostler.cli.rpc.RpcException;
import hostler.cli.view.HealthTables;
import hostler.cli.view.Output;
import hostler.proto.pb.GetHealthHistoryReq;
import hostler.proto.pb.GetHealthHistoryResp;
import hostler.proto.pb.GetHealthStatusReq;
import hostler.proto.pb.GetHealthStatusResp;
import hostler.proto.pb.ListHealthStatusesResp;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What the checks have found. */
@CommandLine.Command(
        name = "health",
        description =
                "Shows what the health checks have found: the last evidence of every service.",
        footer = {
            "",
            "Examples:",
            "  hostler health",
            "  hostler health web",
            "  hostler health web --history --limit 20"
        })
final class HealthCommand extends Command {
    @Parameters(arity = "0..1", paramLabel = "NAME", description = "The service; default: all.")
    private @Nullable String name;

    @Option(names = "--history", description = "The checks of the past, newest first.")
    private boolean history;

    @Option(
            names = "--limit",
            paramLabel = "COUNT",
            description = "How many of them. Default: ${DEFAULT-VALUE}.")
    private int limit = 20;

    @Override
    public ExitCode run(Session session) throws RpcException, UsageException {
        if (history && name == null) {
            throw new UsageException("--history needs the name of a service");
        }
        if (name == null) {
            all(session);
        } else if (history) {
            history(session, name);
        } else {
            one(session, name);
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
                                        .setLimit(limit)
                                        .build());
        Output output = session.output();
        if (output.json()) {
            output.json(answer);
        } else {
            output.table(HealthTables.of(answer));
        }
    }
}
