package hostler.cli.command;

import hostler.cli.ExitCode;
import hostler.cli.args.Manual;
import hostler.cli.args.Option;
import hostler.cli.args.UsageException;
import hostler.cli.rpc.AgentClient;
import hostler.cli.rpc.RpcException;
import hostler.cli.view.AgentView;
import hostler.cli.view.Output;
import hostler.cli.view.ServiceView;
import hostler.proto.v1.GetAgentResponse;
import hostler.proto.v1.GetServiceRequest;
import hostler.proto.v1.GetServiceResponse;
import java.time.Instant;
import java.util.List;

/** The agent, or one service whole. */
final class StatusCommand extends Command {
    private final Option<Integer> events =
            arguments().count(20, "How many events to show.", "--events");

    StatusCommand() {
        arguments().operands("NAME", 0, 1, "The service.");
    }

    @Override
    Manual.Page page() {
        return new Manual.Page(
                List.of(
                        "With a name: everything about a service, and what happened to it and why.",
                        "Without: the agent, where it listens, and what is wrong with its files."),
                List.of(
                        "",
                        "Examples:",
                        "  hostler status",
                        "  hostler status web",
                        "  hostler status web --events 100"));
    }

    @Override
    public ExitCode run(Session session) throws RpcException, UsageException {
        List<String> names = arguments().given();
        if (names.isEmpty()) {
            agent(session.agent(), session.output());
        } else {
            service(session.agent(), names.getFirst(), session.output());
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
                        GetServiceRequest.newBuilder()
                                .setName(service)
                                .setEvents(events.value())
                                .build());
        if (output.json()) {
            output.json(answer);
        } else {
            ServiceView.print(answer, Instant.now(), output);
        }
    }
}
