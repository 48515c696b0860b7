package hostler.cli.fleet;

import hostler.cli.rpc.AgentClient;
import hostler.cli.rpc.RpcException;
import hostler.proto.pb.ApplyConfigsReq;
import hostler.proto.pb.ApplyConfigsResp;
import hostler.proto.pb.ConfigItem;
import hostler.proto.pb.GetConfigsReq;
import java.util.List;

/** A service's configuration files are replaced, all or none. */
record AppliedChange(String service, List<ConfigFile> files) implements Change {
    AppliedChange {
        files = List.copyOf(files);
    }

    @Override
    public List<String> touched(List<String> present) {
        return present.stream().filter(service::equals).toList();
    }

    @Override
    public boolean leavesHealth() {
        return true;
    }

    @Override
    public Made make(AgentClient agent, List<String> services, Deadline deadline)
            throws RpcException {
        ApplyConfigsReq request = request(agent);
        ApplyConfigsResp answer = agent.within(deadline.leftForAnswer()).applyConfigs(request);
        Outcome outcome =
                answer.getSuccess()
                        ? new Outcome(Outcome.Result.DONE, answer.getMessage())
                        : Outcome.failed(answer.getMessage());
        return new Made(outcome, List.of(answer));
    }

    private ApplyConfigsReq request(AgentClient agent) throws RpcException {
        List<String> known = known(agent);
        ApplyConfigsReq.Builder request = ApplyConfigsReq.newBuilder().setPackage(service);
        for (ConfigFile file : files) {
            request.addConfigs(
                    ConfigItem.newBuilder()
                            .setFileName(file.path(known))
                            .setContent(file.content()));
        }
        return request.build();
    }

    private List<String> known(AgentClient agent) throws RpcException {
        return agent
                .configs(GetConfigsReq.newBuilder().setPackage(service).build())
                .getConfigsList()
                .stream()
                .map(ConfigItem::getFileName)
                .toList();
    }
}
