package hostler.cli.command;

import hostler.cli.ExitCode;
import hostler.cli.args.Arguments;
import hostler.cli.args.Manual;
import hostler.cli.check.FileCheck;
import hostler.cli.view.Output;
import hostler.cli.view.Style;
import hostler.proto.v1.Problem;
import java.io.IOException;
import java.util.List;

/** Looks at files before the agent does. */
final class CheckCommand extends Command {
    CheckCommand() {
        arguments().operands("FILE|DIR", 1, 1, "An agent.yaml, a package.json, or a directory.");
    }

    @Override
    Manual.Page page() {
        return new Manual.Page(
                List.of(
                        "Says what is wrong with an agent.yaml, a package.json or a workspace,"
                                + " before the agent reads it: file:line:column: key: what was"
                                + " expected.",
                        "Needs no agent. Ends with 1 when the agent would refuse something."),
                List.of(
                        "",
                        "Examples:",
                        "  hostler check conf/agent.yaml",
                        "  hostler check workspace/web/package.json",
                        "  hostler check workspace/         all packages and their dependencies",
                        "  hostler check /var/lib/hostler   agent.yaml and its workspace"));
    }

    @Override
    public ExitCode run(Session session) throws IOException {
        FileCheck.Findings findings =
                FileCheck.of(Arguments.path(arguments().given().getFirst()), session.home());
        Output output = session.output();
        for (Problem problem : findings.problems()) {
            if (output.json()) {
                output.jsonLine(problem);
            } else {
                output.line(
                        problem.getFatal() ? Style.BAD : Style.WARNING,
                        (problem.getFatal() ? "" : "warning: ") + problem.getText());
            }
        }
        if (!output.json() && !findings.fatal()) {
            output.line(Style.GOOD, findings.subject() + ": nothing to refuse");
        }
        return findings.fatal() ? ExitCode.FAILED : ExitCode.OK;
    }
}
