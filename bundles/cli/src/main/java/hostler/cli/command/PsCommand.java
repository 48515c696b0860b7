package hostler.cli.command;

import hostler.cli.ExitCode;
import hostler.cli.args.Manual;
import hostler.cli.args.Option;
import hostler.cli.args.UsageException;
import hostler.cli.rpc.RpcException;
import hostler.cli.view.ServiceTable;
import hostler.proto.v1.ListServicesResponse;
import java.time.Duration;
import java.util.List;

/** The services of the machine. */
final class PsCommand extends Command {
    private final Option<Boolean> watch =
            arguments()
                    .flag(
                            "Go on and redraw whenever something happens; Ctrl-C ends it.",
                            "-w",
                            "--watch");

    @Override
    Manual.Page page() {
        return new Manual.Page(
                List.of("Lists the services: state, health, pid, uptime, restarts and why."),
                List.of(
                        "",
                        "Examples:",
                        "  hostler ps",
                        "  hostler ps --watch               redraws whenever something happens",
                        "  hostler ps -o json | jq -r '.services[] | select(.state != \"STATE_RUNNING\").name'"));
    }

    @Override
    public ExitCode run(Session session) throws RpcException, UsageException {
        if (watch.value()) {
            return new LiveTable(session).run();
        }
        ListServicesResponse answer = session.agent().services();
        if (session.output().json()) {
            session.output().json(answer);
        } else {
            ServiceTable.print(answer, Duration.ZERO, session.output());
        }
        return ExitCode.OK;
    }
}
