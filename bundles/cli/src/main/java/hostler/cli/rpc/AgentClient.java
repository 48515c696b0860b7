package hostler.cli.rpc;

import com.google.protobuf.MessageLite;
import com.google.protobuf.Parser;
import hostler.boot.AgentSocket;
import hostler.proto.pb.ApplyConfigsReq;
import hostler.proto.pb.ApplyConfigsResp;
import hostler.proto.pb.GetConfigsReq;
import hostler.proto.pb.GetConfigsResp;
import hostler.proto.pb.GetHealthHistoryReq;
import hostler.proto.pb.GetHealthHistoryResp;
import hostler.proto.pb.GetHealthStatusReq;
import hostler.proto.pb.GetHealthStatusResp;
import hostler.proto.pb.ListHealthStatusesReq;
import hostler.proto.pb.ListHealthStatusesResp;
import hostler.proto.pb.StreamLogsReq;
import hostler.proto.pb.StreamLogsResp;
import hostler.proto.v1.AllowConfigRequest;
import hostler.proto.v1.AllowConfigResponse;
import hostler.proto.v1.ApplyConfigRequest;
import hostler.proto.v1.CommandProgress;
import hostler.proto.v1.CommandRequest;
import hostler.proto.v1.ConfigProgress;
import hostler.proto.v1.Event;
import hostler.proto.v1.GetAgentRequest;
import hostler.proto.v1.GetAgentResponse;
import hostler.proto.v1.GetConfigRequest;
import hostler.proto.v1.GetConfigResponse;
import hostler.proto.v1.GetConfigVersionRequest;
import hostler.proto.v1.GetServiceRequest;
import hostler.proto.v1.GetServiceResponse;
import hostler.proto.v1.ListConfigVersionsRequest;
import hostler.proto.v1.ListConfigVersionsResponse;
import hostler.proto.v1.ListPluginsRequest;
import hostler.proto.v1.ListPluginsResponse;
import hostler.proto.v1.ListServicesRequest;
import hostler.proto.v1.ListServicesResponse;
import hostler.proto.v1.LogRecord;
import hostler.proto.v1.PlanConfigResponse;
import hostler.proto.v1.QueryLogsRequest;
import hostler.proto.v1.QueryLogsResponse;
import hostler.proto.v1.ReadLogRequest;
import hostler.proto.v1.ReloadRequest;
import hostler.proto.v1.ReloadResponse;
import hostler.proto.v1.RollbackConfigRequest;
import hostler.proto.v1.WatchEventsRequest;
import hostler.settings.Durations;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/** What an agent can be asked, with the agent's own words for it. For one thread; calls block. */
public final class AgentClient implements AutoCloseable {
    private static final String AGENT = "hostler.v1.Agent/";
    private static final String CONFIGS = "hostler.v1.Configs/";
    private static final String HEALTH = "pb.Health/";
    private static final String PACKAGE = "pb.Package/";

    private final Connection connection;
    private final Duration timeout;

    private AgentClient(Connection connection, Duration timeout) {
        this.connection = connection;
        this.timeout = timeout;
    }

    /**
     * The agent of a directory, over its local socket.
     *
     * @param timeout how long an answer may take; streams have no limit
     */
    public static AgentClient local(AgentSocket socket, Duration timeout) {
        return new AgentClient(new LocalConnection(socket.calls(), socket.home()), timeout);
    }

    /** The agent that listens on {@code HOST:PORT}. */
    public static AgentClient remote(String address, Duration timeout) {
        return new AgentClient(new RemoteConnection(address), timeout);
    }

    /** The same agent, over the same connection, with another time for an answer. */
    public AgentClient within(Duration time) {
        return new AgentClient(connection, time);
    }

    /** Why the console's socket, or another one of this agent, could not be connected to. */
    public static RpcException unreachable(Path socket, Path home, IOException failure) {
        return LocalConnection.unreachable(socket, home, failure);
    }

    public GetAgentResponse agent() throws RpcException {
        return call(
                AGENT + "GetAgent",
                GetAgentRequest.getDefaultInstance(),
                GetAgentResponse.parser());
    }

    public ListServicesResponse services() throws RpcException {
        return call(
                AGENT + "ListServices",
                ListServicesRequest.getDefaultInstance(),
                ListServicesResponse.parser());
    }

    public GetServiceResponse service(GetServiceRequest request) throws RpcException {
        return call(AGENT + "GetService", request, GetServiceResponse.parser());
    }

    public ListPluginsResponse plugins() throws RpcException {
        return call(
                AGENT + "ListPlugins",
                ListPluginsRequest.getDefaultInstance(),
                ListPluginsResponse.parser());
    }

    public ReloadResponse reload() throws RpcException {
        return call(AGENT + "Reload", ReloadRequest.getDefaultInstance(), ReloadResponse.parser());
    }

    public Replies<CommandProgress> command(CommandRequest request) throws RpcException {
        return stream(AGENT + "Command", request, CommandProgress.parser());
    }

    public Replies<Event> events(WatchEventsRequest request) throws RpcException {
        return stream(AGENT + "WatchEvents", request, Event.parser());
    }

    public GetHealthStatusResp health(GetHealthStatusReq request) throws RpcException {
        return call(HEALTH + "GetHealthStatus", request, GetHealthStatusResp.parser());
    }

    public ListHealthStatusesResp health() throws RpcException {
        return call(
                HEALTH + "ListHealthStatuses",
                ListHealthStatusesReq.getDefaultInstance(),
                ListHealthStatusesResp.parser());
    }

    public GetHealthHistoryResp healthHistory(GetHealthHistoryReq request) throws RpcException {
        return call(HEALTH + "GetHealthHistory", request, GetHealthHistoryResp.parser());
    }

    public Replies<StreamLogsResp> logs(StreamLogsReq request) throws RpcException {
        return stream(PACKAGE + "StreamLogs", request, StreamLogsResp.parser());
    }

    public Replies<LogRecord> log(ReadLogRequest request) throws RpcException {
        return stream(AGENT + "ReadLog", request, LogRecord.parser());
    }

    /** See {@link Connection#awaitListener}. */
    void awaitListener(Duration time) throws InterruptedException {
        connection.awaitListener(time);
    }

    public GetConfigsResp configs(GetConfigsReq request) throws RpcException {
        return call(PACKAGE + "GetConfigs", request, GetConfigsResp.parser());
    }

    public ApplyConfigsResp applyConfigs(ApplyConfigsReq request) throws RpcException {
        return call(PACKAGE + "ApplyConfigs", request, ApplyConfigsResp.parser());
    }

    public QueryLogsResponse logs(QueryLogsRequest request) throws RpcException {
        return call(AGENT + "QueryLogs", request, QueryLogsResponse.parser());
    }

    public GetConfigResponse config(GetConfigRequest request) throws RpcException {
        return call(CONFIGS + "GetConfig", request, GetConfigResponse.parser());
    }

    public PlanConfigResponse planConfig(ApplyConfigRequest request) throws RpcException {
        return call(CONFIGS + "PlanConfig", request, PlanConfigResponse.parser());
    }

    public Replies<ConfigProgress> applyConfig(ApplyConfigRequest request) throws RpcException {
        return stream(CONFIGS + "ApplyConfig", request, ConfigProgress.parser());
    }

    public Replies<ConfigProgress> rollbackConfig(RollbackConfigRequest request)
            throws RpcException {
        return stream(CONFIGS + "RollbackConfig", request, ConfigProgress.parser());
    }

    public ListConfigVersionsResponse configVersions(ListConfigVersionsRequest request)
            throws RpcException {
        return call(CONFIGS + "ListConfigVersions", request, ListConfigVersionsResponse.parser());
    }

    public GetConfigResponse configVersion(GetConfigVersionRequest request) throws RpcException {
        return call(CONFIGS + "GetConfigVersion", request, GetConfigResponse.parser());
    }

    public AllowConfigResponse allowConfig(AllowConfigRequest request) throws RpcException {
        return call(CONFIGS + "AllowConfig", request, AllowConfigResponse.parser());
    }

    private <R extends MessageLite> R call(String method, MessageLite request, Parser<R> parser)
            throws RpcException {
        try (Replies<R> replies = connection.open(new Method<>(method, parser), request, timeout)) {
            R reply = replies.next(timeout).orElse(null);
            if (reply == null) {
                throw replies.ended()
                        ? new RpcException(Code.INTERNAL, "the agent answered nothing")
                        : new RpcException(
                                Code.DEADLINE_EXCEEDED,
                                "no answer from the agent within " + Durations.format(timeout));
            }
            return reply;
        }
    }

    private <R extends MessageLite> Replies<R> stream(
            String method, MessageLite request, Parser<R> parser) throws RpcException {
        return connection.open(new Method<>(method, parser), request, Replies.FOR_EVER);
    }

    @Override
    public void close() {
        connection.close();
    }
}
