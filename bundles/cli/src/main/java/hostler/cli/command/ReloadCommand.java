package hostler.cli.command;

import hostler.cli.ExitCode;
import hostler.cli.args.Manual;
import hostler.cli.args.UsageException;
import hostler.cli.rpc.RpcException;
import hostler.cli.view.AgentView;
import hostler.proto.v1.Action;
import hostler.proto.v1.Problem;
import hostler.proto.v1.ReloadResponse;
import java.util.List;

/** Makes services read their configuration, or the agent its files. */
final class ReloadCommand extends ServicesCommand {
    ReloadCommand() {
        super(Action.ACTION_RELOAD);
    }

    @Override
    Manual.Page page() {
        return new Manual.Page(
                List.of(
                        "Has services read their configuration anew, in the same processes: as startup.reload_signal of"
                                + " their package says, or a unit as its ExecReload= does.",
                        "Without a name: makes the agent read agent.yaml and the workspace now, and says what came"
                                + " of it. It does so by itself when a file changes; a file that is wrong changes"
                                + " nothing."),
                List.of(
                        "",
                        "A service that fails to reload goes on as it was.",
                        "--timeout is how long to wait for that; default 60s.",
                        "Ends with 1 when one has failed, or something is wrong with a file of the agent.",
                        "",
                        "Examples:",
                        "  hostler reload                    the agent itself",
                        "  hostler reload web worker"));
    }

    @Override
    boolean cascade() {
        return false;
    }

    @Override
    public ExitCode run(Session session) throws RpcException, UsageException {
        return meansServices() ? super.run(session) : reloadAgent(session);
    }

    private static ExitCode reloadAgent(Session session) throws RpcException, UsageException {
        ReloadResponse answer = session.agent().reload();
        if (session.output().json()) {
            session.output().json(answer);
        } else {
            AgentView.print(answer.getReload(), session.output());
            AgentView.problems(answer.getProblemsList(), session.output());
        }
        boolean good =
                answer.getReload().getApplied()
                        && answer.getProblemsList().stream().noneMatch(Problem::getFatal);
        return good ? ExitCode.OK : ExitCode.FAILED;
    }
}
