package hostler.cli.command;

import hostler.cli.ExitCode;
import hostler.cli.rpc.AgentClient;
import hostler.cli.rpc.RpcException;
import hostler.cli.view.AgentView;
import hostler.cli.view.Output;
import hostler.cli.view.ServiceView;
import hostler.proto.v1.GetAgentResponse;
import hostler.proto.v1.GetServiceRequest;
import hostler.proto.v1.GetServiceResponse;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The agent, or one service whole. */
@CommandLine.Command(
        name = "status",
        description = {
            "With a name: everything about a service, and what happened to it and why.",
            "Without: the agent, where it listens, and what is wrong with its files."
        },
        footer = {
            "",
            "Examples:",
            "  hostler status",
            "  hostler status web",
            "  hostler status web --events 100"
        })
final class StatusCommand extends Command {
    @Parameters(arity = "0..1", paramLabel = "NAME", description = "The service.")
    private @Nullable String name;

    @Option(
            names = "--events",
            paramLabel = "COUNT",
            description = "How many events to show. Default: ${DEFAULT-VALUE}.")
    private int events = 20;

    @Override
    public ExitCode run(Session session) throws RpcException, UsageException {
        if (name == null) {
            agent(session.agent(), session.output());
        } else {
            service(session.agent(), name, session.output());
        }
        return ExitCode.OK;
    }

    private static void agent(AgentClient client, Output output) throws RpcException {
        GetAgentResponse agent = client.agent();
        if (output.json()) {
            output.json(agent);
        } else {
            AgentView.print(agent, client.services(), Instant.now(), output);
        }
    }

    private void service(AgentClient client, String service, Output output) throws RpcException {
        GetServiceResponse answer =
                client.service(
                        GetServiceRequest.newBuilder().setName(service).setEvents(events).build());
        if (output.json()) {
            output.json(answer);
        } else {
            ServiceView.print(answer, Instant.now(), output);
        }
    }
}
