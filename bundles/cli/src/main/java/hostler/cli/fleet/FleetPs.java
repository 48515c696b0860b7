package hostler.cli.fleet;

import com.google.protobuf.MessageOrBuilder;
import hostler.cli.ExitCode;
import hostler.cli.rpc.AgentClient;
import hostler.cli.rpc.RpcException;
import hostler.cli.view.Output;
import hostler.cli.view.ServiceTable;
import hostler.proto.v1.ListServicesResponse;
import java.util.SortedMap;

/** The services of all machines. */
final class FleetPs extends FleetCommand implements Question<ListServicesResponse> {
    @Override
    ExitCode run(Fleet fleet) {
        return Survey.run(fleet, options().concurrency(), this);
    }

    @Override
    public ListServicesResponse ask(AgentClient agent) throws RpcException {
        return agent.services();
    }

    @Override
    public MessageOrBuilder json(ListServicesResponse answer) {
        return answer;
    }

    @Override
    public void show(SortedMap<String, ListServicesResponse> answers, Output output) {
        ServiceTable.print(answers, output);
    }
}
