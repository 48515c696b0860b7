package hostler.controller.grpc;

import static hostler.controller.grpc.DoorFixture.statusOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.Empty;
import hostler.core.api.ServiceState;
import hostler.proto.pb.PackageGrpc;
import hostler.proto.pb.StartReq;
import hostler.proto.pb.StreamLogsReq;
import hostler.proto.pb.StreamLogsResp;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.reflection.v1.ServerReflectionGrpc;
import io.grpc.reflection.v1.ServerReflectionRequest;
import io.grpc.reflection.v1.ServerReflectionResponse;
import io.grpc.reflection.v1.ServiceResponse;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.StreamObserver;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.util.converter.Converters;

/** The door as a whole: listeners, limits, settings. */
class DoorTest {
    @TempDir Path directory;

    private static String agentCode(Channel channel) {
        return PackageGrpc.newBlockingStub(channel)
                .packageList(Empty.getDefaultInstance())
                .getAgentCode();
    }

    @Test
    void theSocketIsForItsOwnerOnly() throws Exception {
        try (DoorFixture door = new DoorFixture(directory)) {
            assertThat(agentCode(door.local())).isEqualTo("agent-007");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(door.socket)))
                    .isEqualTo("rw-------");
            assertThat(
                            PosixFilePermissions.toString(
                                    Files.getPosixFilePermissions(door.socket.getParent())))
                    .isEqualTo("rwx------");
        }
        assertThat(directory.resolve("run/agent.sock")).doesNotExist();
    }

    @Test
    void aSocketLeftBehindIsReplaced() throws Exception {
        Files.createDirectories(directory.resolve("run"));
        Files.createFile(directory.resolve("run/agent.sock"));
        try (DoorFixture door = new DoorFixture(directory)) {
            assertThat(agentCode(door.local())).isEqualTo("agent-007");
        }
    }

    @Test
    void defect12BeyondLoopbackNothingIsOpenedUnlessInsecureIsWrittenDown() throws Exception {
        TcpPort wide = new TcpPort("0.0.0.0", 0, false);
        try (DoorFixture door = new DoorFixture(directory, wide, Reflection.LOCAL)) {
            assertThat(door.door.tcp().server())
                    .failsWithin(5, TimeUnit.SECONDS)
                    .withThrowableThat()
                    .havingRootCause()
                    .isInstanceOf(RefusedException.class);
            assertThat(door.door.tcp().describe())
                    .startsWith("0.0.0.0:0 (not open: server.address: 0.0.0.0 is beyond loopback")
                    .contains("server.insecure: true");
            assertThat(agentCode(door.local())).isEqualTo("agent-007");
            door.door.reconfigure(new TcpPort("0.0.0.0", 0, true), Reflection.LOCAL);
            assertThat(agentCode(door.tcp())).isEqualTo("agent-007");
        }
    }

    @Test
    void aTakenPortIsToldAndOpenedWhenItIsFree() throws Exception {
        ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        TcpPort taken = new TcpPort("127.0.0.1", other.getLocalPort(), false);
        try (DoorFixture door = new DoorFixture(directory, taken, Reflection.LOCAL)) {
            await().untilAsserted(
                            () ->
                                    assertThat(door.door.tcp().describe())
                                            .contains("not open: server.grpc_port: cannot listen")
                                            .contains("Address already in use"));
            assertThat(agentCode(door.local())).isEqualTo("agent-007");
            other.close();
            assertThat(door.port()).isEqualTo(taken.port());
            assertThat(agentCode(door.tcp())).isEqualTo("agent-007");
        }
    }

    @Test
    void newSettingsMoveTheTcpListenerAndLeaveTheSocketAlone() throws Exception {
        try (DoorFixture door = new DoorFixture(directory)) {
            Channel local = door.local();
            Iterator<StreamLogsResp> follower = follow(local, door);
            int before = door.port();
            int after = freePort();
            door.door.reconfigure(new TcpPort("127.0.0.1", after, false), Reflection.FALSE);
            assertThat(door.port()).isEqualTo(after).isNotEqualTo(before);
            assertThat(agentCode(door.tcp())).isEqualTo("agent-007");
            Assertions.assertThatThrownBy(
                            () -> new Socket(InetAddress.getLoopbackAddress(), before))
                    .isInstanceOf(IOException.class);
            door.logs.lines.add("still here");
            assertThat(follower.next().getLogLine()).isEqualTo("still here");
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static Iterator<StreamLogsResp> follow(Channel channel, DoorFixture door) {
        Iterator<StreamLogsResp> lines =
                PackageGrpc.newBlockingStub(channel)
                        .streamLogs(
                                StreamLogsReq.newBuilder()
                                        .setPackage("web")
                                        .setFollow(true)
                                        .build());
        door.logs.lines.add("first");
        assertThat(lines.next().getLogLine()).isEqualTo("first");
        return lines;
    }

    @Test
    void closingEndsOpenStreamsAtOnce() throws Exception {
        DoorFixture door = new DoorFixture(directory);
        Iterator<StreamLogsResp> follower = follow(door.local(), door);
        long before = System.nanoTime();
        door.door.close();
        assertThat(System.nanoTime() - before).isLessThan(Door.GRACE.toNanos());
        assertThat(statusOf(follower::next).getCode()).isEqualTo(Status.Code.UNAVAILABLE);
        assertThat(door.logs.closed.await(5, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void reflectionListsWhatTheContractNames() throws Exception {
        try (DoorFixture door = new DoorFixture(directory)) {
            assertThat(reflected(door.tcp()))
                    .contains(
                            "pb.Package",
                            "pb.Command",
                            "pb.Health",
                            "pb.Metrics",
                            "hostler.v1.Agent",
                            "grpc.health.v1.Health",
                            "grpc.reflection.v1.ServerReflection",
                            "grpc.reflection.v1alpha.ServerReflection");
        }
    }

    private static List<String> reflected(Channel channel) throws InterruptedException {
        BlockingQueue<ServerReflectionResponse> answers = new LinkedBlockingQueue<>();
        StreamObserver<ServerReflectionRequest> ask =
                ServerReflectionGrpc.newStub(channel)
                        .serverReflectionInfo(new Collector<>(answers));
        ask.onNext(ServerReflectionRequest.newBuilder().setListServices("").build());
        ServerReflectionResponse answer = answers.poll(5, TimeUnit.SECONDS);
        ask.onCompleted();
        return answer.getListServicesResponse().getServiceList().stream()
                .map(ServiceResponse::getName)
                .toList();
    }

    private record Collector<T>(BlockingQueue<T> received) implements StreamObserver<T> {
        @Override
        public void onNext(T value) {
            received.add(value);
        }

        @Override
        public void onError(Throwable ignored) {}

        @Override
        public void onCompleted() {}
    }

    @Test
    void aMessageBeyondTheLimitIsRefused() throws Exception {
        try (DoorFixture door = new DoorFixture(directory)) {
            String huge = "x".repeat(Limits.MAX_MESSAGE_BYTES + 1);
            var client = PackageGrpc.newBlockingStub(door.tcp());
            assertThat(
                            statusOf(
                                            () ->
                                                    client.start(
                                                            StartReq.newBuilder()
                                                                    .setPackage(huge)
                                                                    .build()))
                                    .getCode())
                    .isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
            assertThat(agentCode(door.tcp())).isEqualTo("agent-007");
        }
    }

    @Test
    void bytesThatAreNoMessageAreAnErrorOfTheCaller() throws Exception {
        try (DoorFixture door = new DoorFixture(directory)) {
            door.core.put(Services.status("web", ServiceState.RUNNING));
            byte[] garbage = {0x0a, 0x7f, 'x'};
            StatusRuntimeException thrown =
                    Assertions.catchThrowableOfType(
                            StatusRuntimeException.class,
                            () ->
                                    ClientCalls.blockingUnaryCall(
                                            door.tcp(),
                                            PackageGrpc.getStartMethod().toBuilder(
                                                            new Raw(),
                                                            PackageGrpc.getStartMethod()
                                                                    .getResponseMarshaller())
                                                    .build(),
                                            CallOptions.DEFAULT,
                                            garbage));
            assertThat(thrown.getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
            assertThat(door.core.commands).isEmpty();
        }
    }

    private static final class Raw implements MethodDescriptor.Marshaller<byte[]> {
        @Override
        public InputStream stream(byte[] value) {
            return new ByteArrayInputStream(value);
        }

        @Override
        public byte[] parse(InputStream stream) {
            throw new UnsupportedOperationException("requests only");
        }
    }

    @Test
    void onePeerMayNotHoldEveryConnection() throws Exception {
        List<Socket> sockets = new ArrayList<>();
        try (DoorFixture door = new DoorFixture(directory)) {
            for (int i = 0; i < ConnectionGate.MAX_CONNECTIONS_PER_PEER; i++) {
                sockets.add(new Socket(InetAddress.getLoopbackAddress(), door.port()));
            }
            try (Socket tooMany = new Socket(InetAddress.getLoopbackAddress(), door.port())) {
                tooMany.setSoTimeout(3_000);
                assertThat(endOf(tooMany)).isEqualTo("closed");
            }
            assertThat(agentCode(door.local())).isEqualTo("agent-007");
            for (Socket socket : sockets) {
                socket.close();
            }
            await().untilAsserted(() -> assertThat(agentCode(door.tcp())).isEqualTo("agent-007"));
        }
    }

    private static String endOf(Socket socket) {
        try {
            return socket.getInputStream().read() < 0 ? "closed" : "served";
        } catch (java.net.SocketTimeoutException e) {
            return "left open";
        } catch (IOException e) {
            return "closed";
        }
    }

    @Test
    void defaultsAreTheContracts() {
        ControllerServer.Config config = config(Map.of());
        assertThat(config.address()).isEqualTo("127.0.0.1");
        assertThat(config.port()).isEqualTo(10380);
        assertThat(config.insecure()).isFalse();
        assertThat(config.reflection()).isEqualTo("local");
    }

    @Test
    void everyPropertyIsMapped() {
        ControllerServer.Config config =
                config(
                        Map.of(
                                "address", "0.0.0.0",
                                "port", "21000",
                                "insecure", "true",
                                "reflection", "false"));
        assertThat(config.address()).isEqualTo("0.0.0.0");
        assertThat(config.port()).isEqualTo(21000);
        assertThat(config.insecure()).isTrue();
        assertThat(config.reflection()).isEqualTo("false");
    }

    private static ControllerServer.Config config(Map<String, String> properties) {
        return Converters.standardConverter().convert(properties).to(ControllerServer.Config.class);
    }

    @Test
    void theSocketLiesInTheAgentsDirectoryUnlessBootSaysOtherwise() {
        assertThat(ControllerServer.socket(Optional.empty(), Path.of("/srv/agent")))
                .isEqualTo(Path.of("/srv/agent/var/run/agent.sock"));
        assertThat(
                        ControllerServer.socket(
                                Optional.of("/run/hostler/1.sock"), Path.of("/srv/agent")))
                .isEqualTo(Path.of("/run/hostler/1.sock"));
    }
}
