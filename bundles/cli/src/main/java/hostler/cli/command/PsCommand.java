package hostler.cli.command;

import hostler.cli.ExitCode;
import hostler.cli.rpc.RpcException;
import hostler.cli.view.ServiceTable;
import hostler.proto.v1.ListServicesResponse;
import java.time.Duration;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** The services of the machine. */
@CommandLine.Command(
        name = "ps",
        description = "Lists the services: state, health, pid, uptime, restarts and why.",
        footer = {
            "",
            "Examples:",
            "  hostler ps",
            "  hostler ps --watch               redraws whenever something happens",
            "  hostler ps -o json | jq -r '.services[] | select(.state != \"STATE_RUNNING\").name'"
        })
final class PsCommand extends Command {
    @Option(
            names = {"-w", "--watch"},
            description = "Go on and redraw whenever something happens; Ctrl-C ends it.")
    private boolean watch;

    @Override
    public ExitCode run(Session session) throws RpcException, UsageException {
        if (watch) {
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
