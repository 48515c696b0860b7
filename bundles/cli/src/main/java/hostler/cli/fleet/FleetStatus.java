package hostler.cli.fleet;

import com.google.protobuf.MessageOrBuilder;
import hostler.cli.ExitCode;
import hostler.cli.args.Option;
import hostler.cli.rpc.AgentClient;
import hostler.cli.rpc.RpcException;
import hostler.cli.view.AgentTable;
import hostler.cli.view.Output;
import hostler.cli.view.ServiceView;
import hostler.proto.v1.GetServiceRequest;
import hostler.proto.v1.GetServiceResponse;
import java.time.Instant;
import java.util.List;
import java.util.SortedMap;

/** The agents themselves, or one service wherever it is. */
final class FleetStatus extends FleetCommand {
    private final Option<Integer> events =
            arguments().count(5, "How many events of a service to show.", "--events");

    FleetStatus() {
        arguments().operands("NAME", 0, 1, "The service.");
    }

    @Override
    ExitCode run(Fleet fleet) {
        List<String> names = arguments().given();
        int concurrency = options().concurrency();
        return names.isEmpty()
                ? Survey.run(fleet, concurrency, new OfAgents())
                : Survey.run(fleet, concurrency, new OfService(request(names.getFirst())));
    }

    private GetServiceRequest request(String service) {
        return GetServiceRequest.newBuilder().setName(service).setEvents(events.value()).build();
    }

    /** An agent a line. */
    private static final class OfAgents implements Question<AgentTable.Row> {
        @Override
        public AgentTable.Row ask(AgentClient agent) throws RpcException {
            return new AgentTable.Row(agent.agent(), agent.services());
        }

        @Override
        public MessageOrBuilder json(AgentTable.Row answer) {
            return answer.agent();
        }

        @Override
        public void show(SortedMap<String, AgentTable.Row> answers, Output output) {
            AgentTable.print(answers, output);
        }
    }

    /** The whole of a service, agent after agent. */
    private record OfService(GetServiceRequest request) implements Question<GetServiceResponse> {
        @Override
        public GetServiceResponse ask(AgentClient agent) throws RpcException {
            return agent.service(request);
        }

        @Override
        public MessageOrBuilder json(GetServiceResponse answer) {
            return answer;
        }

        @Override
        public void show(SortedMap<String, GetServiceResponse> answers, Output output) {
            Instant now = Instant.now();
            answers.forEach(
                    (agent, answer) ->
                            output.prefixed(
                                    agent + " | ", view -> ServiceView.print(answer, now, view)));
        }
    }
}
