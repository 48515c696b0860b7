package hostler.controller.grpc;

import static hostler.controller.grpc.DoorFixture.statusOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Empty;
import hostler.proto.pb.GetApplicationMetricsReq;
import hostler.proto.pb.MetricsGrpc;
import hostler.proto.pb.PackageGrpc;
import hostler.proto.v1.AgentGrpc;
import hostler.proto.v1.GetAgentRequest;
import hostler.proto.v1.ListPluginsRequest;
import hostler.proto.v1.ReloadRequest;
import hostler.proto.v1.Role;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerMethodDefinition;
import io.grpc.Status;
import io.grpc.netty.shaded.io.netty.channel.unix.DomainSocketAddress;
import io.grpc.stub.MetadataUtils;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who may call what. */
class AccessTest {
    private static final int AGENT_UID = 990;
    private static final Caller ROOT = Caller.onSocket(0, AGENT_UID);
    private static final Caller OWN = Caller.onSocket(AGENT_UID, AGENT_UID);
    private static final Caller STRANGER = Caller.onSocket(65534, AGENT_UID);
    private static final Caller CONTROLLER = Caller.onTcp(InetAddress.getLoopbackAddress());

    private DoorFixture door;

    @BeforeEach
    void open(@TempDir Path directory) throws Exception {
        door = new DoorFixture(directory);
    }

    @AfterEach
    void close() {
        door.close();
    }

    private List<MethodDescriptor<?, ?>> methods() {
        door.port();
        return door.door.tcp().server().join().server().getServices().stream()
                .flatMap(service -> service.getMethods().stream())
                .<MethodDescriptor<?, ?>>map(ServerMethodDefinition::getMethodDescriptor)
                .toList();
    }

    @Test
    void everyMethodOfTheServerDeclaresItsRole() {
        Map<String, Role> table =
                methods().stream()
                        .collect(
                                Collectors.toMap(
                                        MethodDescriptor::getFullMethodName,
                                        method -> MethodRoles.required(method).orElseThrow(),
                                        (a, b) -> a,
                                        TreeMap::new));
        assertThat(table)
                .containsExactlyInAnyOrderEntriesOf(
                        Map.ofEntries(
                                Map.entry("grpc.health.v1.Health/Check", Role.ROLE_VIEWER),
                                Map.entry("grpc.health.v1.Health/Watch", Role.ROLE_VIEWER),
                                Map.entry(
                                        "grpc.reflection.v1.ServerReflection/ServerReflectionInfo",
                                        Role.ROLE_VIEWER),
                                Map.entry(
                                        "grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo",
                                        Role.ROLE_VIEWER),
                                Map.entry("hostler.v1.Agent/Command", Role.ROLE_OPERATOR),
                                Map.entry("hostler.v1.Agent/GetAgent", Role.ROLE_VIEWER),
                                Map.entry("hostler.v1.Agent/GetService", Role.ROLE_VIEWER),
                                Map.entry("hostler.v1.Agent/ListPlugins", Role.ROLE_ADMINISTRATOR),
                                Map.entry("hostler.v1.Agent/ListServices", Role.ROLE_VIEWER),
                                Map.entry("hostler.v1.Agent/QueryLogs", Role.ROLE_VIEWER),
                                Map.entry("hostler.v1.Agent/ReadLog", Role.ROLE_VIEWER),
                                Map.entry("hostler.v1.Agent/Reload", Role.ROLE_ADMINISTRATOR),
                                Map.entry("hostler.v1.Agent/WatchEvents", Role.ROLE_VIEWER),
                                Map.entry("hostler.v1.Configs/AllowConfig", Role.ROLE_CONTROLLER),
                                Map.entry("hostler.v1.Configs/ApplyConfig", Role.ROLE_CONTROLLER),
                                Map.entry("hostler.v1.Configs/GetConfig", Role.ROLE_VIEWER),
                                Map.entry("hostler.v1.Configs/GetConfigVersion", Role.ROLE_VIEWER),
                                Map.entry(
                                        "hostler.v1.Configs/ListConfigVersions", Role.ROLE_VIEWER),
                                Map.entry("hostler.v1.Configs/PlanConfig", Role.ROLE_CONTROLLER),
                                Map.entry(
                                        "hostler.v1.Configs/RollbackConfig", Role.ROLE_CONTROLLER),
                                Map.entry("pb.Command/ExecCommand", Role.ROLE_CONTROLLER),
                                Map.entry("pb.Command/ExecCommandSignal", Role.ROLE_CONTROLLER),
                                Map.entry("pb.Command/GetCommandStatus", Role.ROLE_CONTROLLER),
                                Map.entry("pb.Health/GetHealthHistory", Role.ROLE_VIEWER),
                                Map.entry("pb.Health/GetHealthStatus", Role.ROLE_VIEWER),
                                Map.entry("pb.Health/ListHealthStatuses", Role.ROLE_VIEWER),
                                Map.entry("pb.Metrics/GetApplicationMetrics", Role.ROLE_VIEWER),
                                Map.entry("pb.Metrics/GetMetricsHistory", Role.ROLE_VIEWER),
                                Map.entry("pb.Metrics/GetServiceMetrics", Role.ROLE_VIEWER),
                                Map.entry("pb.Metrics/GetSystemMetrics", Role.ROLE_VIEWER),
                                Map.entry("pb.Metrics/ListServiceMetrics", Role.ROLE_VIEWER),
                                Map.entry("pb.Package/ApplyConfigs", Role.ROLE_CONTROLLER),
                                Map.entry("pb.Package/GetConfigs", Role.ROLE_CONTROLLER),
                                Map.entry("pb.Package/GetRecentLogs", Role.ROLE_VIEWER),
                                Map.entry("pb.Package/PackageList", Role.ROLE_VIEWER),
                                Map.entry("pb.Package/QueryLogs", Role.ROLE_VIEWER),
                                Map.entry("pb.Package/Restart", Role.ROLE_OPERATOR),
                                Map.entry("pb.Package/Start", Role.ROLE_OPERATOR),
                                Map.entry("pb.Package/Stop", Role.ROLE_OPERATOR),
                                Map.entry("pb.Package/StreamLogs", Role.ROLE_VIEWER)));
    }

    @Test
    void rootAndTheAgentsUserMayEverythingAndOtherUsersNothing() {
        AccessInterceptor access = access(Reflection.TRUE);
        for (MethodDescriptor<?, ?> method : methods()) {
            assertThat(access.refusal(ROOT, method, null)).isEmpty();
            assertThat(access.refusal(OWN, method, null)).isEmpty();
            assertThat(access.refusal(STRANGER, method, null))
                    .map(Status::getCode)
                    .as(method.getFullMethodName())
                    .contains(Status.Code.PERMISSION_DENIED);
        }
    }

    @Test
    void theControllerMayWhatNeedsNoAdministrator() {
        AccessInterceptor access = access(Reflection.TRUE);
        for (MethodDescriptor<?, ?> method : methods()) {
            boolean administrators =
                    MethodRoles.required(method).orElseThrow() == Role.ROLE_ADMINISTRATOR;
            assertThat(access.refusal(CONTROLLER, method, null).isPresent())
                    .as(method.getFullMethodName())
                    .isEqualTo(administrators);
        }
    }

    @Test
    void rolesIncludeTheLesserOnes() {
        Caller operator = new Caller("o", Role.ROLE_OPERATOR, true);
        Caller viewer = new Caller("v", Role.ROLE_VIEWER, true);
        assertThat(operator.may(Role.ROLE_VIEWER)).isTrue();
        assertThat(operator.may(Role.ROLE_CONTROLLER)).isFalse();
        assertThat(viewer.may(Role.ROLE_VIEWER)).isTrue();
        assertThat(viewer.may(Role.ROLE_OPERATOR)).isFalse();
        assertThat(ROOT.may(Role.ROLE_UNSPECIFIED)).isFalse();
        assertThat(ROOT.name()).isEqualTo("root on the local socket");
        assertThat(OWN.name()).isEqualTo("uid 990 on the local socket");
    }

    @Test
    void aMethodWithoutARoleIsDeniedToEverybody() {
        MethodDescriptor<?, ?> undeclared =
                PackageGrpc.getStartMethod().toBuilder().setSchemaDescriptor(null).build();
        assertThat(access(Reflection.TRUE).refusal(ROOT, undeclared, null))
                .hasValueSatisfying(
                        status -> {
                            assertThat(status.getCode()).isEqualTo(Status.Code.PERMISSION_DENIED);
                            assertThat(status.getDescription()).contains("declares no role");
                        });
    }

    @Test
    void connectionsOfTheSocketAreToldApartByTheAddressObject() {
        Peers peers = new Peers(AGENT_UID);
        DomainSocketAddress root = new DomainSocketAddress("");
        DomainSocketAddress nobody = new DomainSocketAddress("");
        peers.arrived(root, 0);
        peers.arrived(nobody, 65534);
        assertThat(peers.caller(root).may(Role.ROLE_ADMINISTRATOR)).isTrue();
        assertThat(peers.caller(nobody).may(Role.ROLE_VIEWER)).isFalse();
        peers.left(root);
        assertThat(peers.caller(root).may(Role.ROLE_VIEWER)).isFalse();
        assertThat(peers.caller(null).may(Role.ROLE_VIEWER)).isFalse();
    }

    @Test
    void reflectionFollowsItsSetting() throws Exception {
        MethodDescriptor<?, ?> reflection =
                methods().stream().filter(MethodRoles::isReflection).findFirst().orElseThrow();
        Caller distant = Caller.onTcp(InetAddress.getByName("192.0.2.7"));
        assertThat(access(Reflection.LOCAL).refusal(CONTROLLER, reflection, null)).isEmpty();
        assertThat(access(Reflection.LOCAL).refusal(distant, reflection, null)).isPresent();
        assertThat(access(Reflection.TRUE).refusal(distant, reflection, null)).isEmpty();
        assertThat(access(Reflection.FALSE).refusal(ROOT, reflection, null)).isPresent();
        assertThat(Reflection.named("Local")).isEqualTo(Reflection.LOCAL);
        assertThatThrownBy(() -> Reflection.named("yes"))
                .hasMessage("server.reflection: expected local, true or false, not 'yes'");
    }

    private static AccessInterceptor access(Reflection reflection) {
        return new AccessInterceptor("agent-007", new Peers(AGENT_UID), () -> reflection);
    }

    @Test
    void theLocalSocketKnowsItsCallerAndTcpIsTheController() {
        AgentGrpc.AgentBlockingStub root = AgentGrpc.newBlockingStub(door.local());
        AgentGrpc.AgentBlockingStub controller = AgentGrpc.newBlockingStub(door.tcp());
        assertThat(root.listPlugins(ListPluginsRequest.getDefaultInstance()).getPluginsCount())
                .isEqualTo(1);
        assertThat(controller.getAgent(GetAgentRequest.getDefaultInstance()).getCode())
                .isEqualTo("agent-007");
        Status refused =
                statusOf(() -> controller.listPlugins(ListPluginsRequest.getDefaultInstance()));
        assertThat(refused.getCode()).isEqualTo(Status.Code.PERMISSION_DENIED);
        assertThat(refused.getDescription())
                .contains("hostler.v1.Agent/ListPlugins needs the role administrator");
        assertThat(statusOf(() -> controller.reload(ReloadRequest.getDefaultInstance())).getCode())
                .isEqualTo(Status.Code.PERMISSION_DENIED);
    }

    @Test
    void anAgentCodeIsNotRequiredButAWrongOneIsRefused() {
        assertThat(list(door.tcp())).isEqualTo("agent-007");
        assertThat(list(withAgentCode("agent-007"))).isEqualTo("agent-007");
        Status refused = statusOf(() -> list(withAgentCode("agent-008")));
        assertThat(refused.getCode()).isEqualTo(Status.Code.FAILED_PRECONDITION);
        assertThat(refused.getDescription()).contains("'agent-007'").contains("'agent-008'");
    }

    private Channel withAgentCode(String code) {
        Metadata metadata = new Metadata();
        metadata.put(AccessInterceptor.AGENT_CODE, code);
        return ClientInterceptors.intercept(
                door.tcp(), MetadataUtils.newAttachHeadersInterceptor(metadata));
    }

    private static String list(Channel channel) {
        return PackageGrpc.newBlockingStub(channel)
                .packageList(Empty.getDefaultInstance())
                .getAgentCode();
    }

    @Test
    void whatIsNotBuiltAnswersUnimplementedBeforeItLooksAtItsArguments() {
        var metrics = MetricsGrpc.newBlockingStub(door.tcp());
        assertThat(
                        statusOf(
                                () ->
                                        metrics.getApplicationMetrics(
                                                GetApplicationMetricsReq.getDefaultInstance())))
                .extracting(Status::getCode)
                .isEqualTo(Status.Code.UNIMPLEMENTED);
    }

    @Test
    void aTcpPeerIsLocalOnlyOnLoopback() throws Exception {
        Peers peers = new Peers(AGENT_UID);
        InetAddress distant = InetAddress.getByName("192.0.2.7");
        assertThat(peers.caller(new InetSocketAddress(InetAddress.getLoopbackAddress(), 1)).local())
                .isTrue();
        assertThat(peers.caller(new InetSocketAddress(distant, 1)).local()).isFalse();
        assertThat(peers.caller(new InetSocketAddress(distant, 1)).name()).isEqualTo("controller");
    }
}
