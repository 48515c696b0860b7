package hostler.cli.command;

import hostler.cli.ExitCode;
import hostler.cli.args.Manual;
import hostler.cli.args.UsageException;
import hostler.cli.rpc.RpcException;
import hostler.cli.view.AgentView;
import hostler.proto.v1.Problem;
import hostler.proto.v1.ReloadResponse;
import java.util.List;

/** Makes the agent read its files. */
final class ReloadCommand extends Command {
    @Override
    Manual.Page page() {
        return new Manual.Page(
                List.of(
                        "Makes the agent read agent.yaml and the workspace now, and says what came of it.",
                        "It does so by itself when a file changes; a file that is wrong changes nothing."),
                List.of("", "Ends with 1 when something is wrong with a file."));
    }

    @Override
    public ExitCode run(Session session) throws RpcException, UsageException {
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
