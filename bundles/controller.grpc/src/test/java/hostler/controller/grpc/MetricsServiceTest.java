package hostler.controller.grpc;

import static hostler.controller.grpc.DoorFixture.statusOf;
import static org.assertj.core.api.Assertions.assertThat;

import hostler.core.api.Failure;
import hostler.core.api.ServiceException;
import hostler.core.api.ServiceId;
import hostler.metrics.api.HostSample;
import hostler.metrics.api.SampleBook;
import hostler.metrics.api.ServiceSample;
import hostler.proto.pb.GetMetricsHistoryReq;
import hostler.proto.pb.GetServiceMetricsReq;
import hostler.proto.pb.GetSystemMetricsReq;
import hostler.proto.pb.ListServiceMetricsReq;
import hostler.proto.pb.MetricsGrpc;
import hostler.proto.pb.NetworkInterface;
import hostler.proto.pb.ServiceMetrics;
import hostler.proto.pb.SystemMetrics;
import io.grpc.Status;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MetricsServiceTest {
    private DoorFixture door;
    private MetricsGrpc.MetricsBlockingStub client;

    @BeforeEach
    void open(@TempDir Path directory) throws Exception {
        door = new DoorFixture(directory);
        client = MetricsGrpc.newBlockingStub(door.tcp());
    }

    @AfterEach
    void close() {
        door.close();
    }

    private SystemMetrics system() {
        return client.getSystemMetrics(GetSystemMetricsReq.getDefaultInstance()).getMetrics();
    }

    private ServiceMetrics service(String name) {
        return client.getServiceMetrics(GetServiceMetricsReq.newBuilder().setPackage(name).build())
                .getMetrics();
    }

    @Test
    void theMachineIsToldInTheContractsUnits() {
        assertThat(system())
                .isEqualTo(
                        SystemMetrics.newBuilder()
                                .setCpuUsage(12.5)
                                .setCpuCores(2)
                                .setMemoryUsage(75)
                                .setMemoryTotal(4000)
                                .setMemoryFree(1000)
                                .setDiskUsage(25)
                                .setDiskTotal(200)
                                .setDiskFree(150)
                                .setLoadAvg1(1)
                                .setLoadAvg5(5)
                                .setLoadAvg15(15)
                                .setNetworkIn(11)
                                .setNetworkOut(22)
                                .addNetworkInterfaces(network("eth0", 10, 20))
                                .addNetworkInterfaces(network("eth1", 1, 2))
                                .addNetworkInterfaces(network("lo", 100, 100))
                                .setLastUpdated(Wire.timestamp(Services.STARTED))
                                .build());
    }

    private static NetworkInterface network(String name, long received, long sent) {
        return NetworkInterface.newBuilder()
                .setName(name)
                .setRxBytes(received)
                .setTxBytes(sent)
                .build();
    }

    @Test
    void defect9MemoryUsageOfAServiceIsAPercentage() {
        assertThat(service("web").getMemoryUsage()).isEqualTo(25);
        assertThat(service("web").getMemoryBytes()).isEqualTo(1 << 20);
        assertThat(service("web").getCpuUsage()).isEqualTo(150);
        assertThat(service("web").getLastUpdated().getSeconds())
                .isEqualTo(Services.STARTED.getEpochSecond());
    }

    @Test
    void servicesThatDoNotRunAreListedUnlessOnlyRunningOnesAreWanted() {
        assertThat(list(false)).containsExactly("db", "web");
        assertThat(list(true)).containsExactly("web");
    }

    private List<String> list(boolean runningOnly) {
        return client
                .listServiceMetrics(
                        ListServiceMetricsReq.newBuilder().setRunningOnly(runningOnly).build())
                .getMetricsList()
                .stream()
                .map(ServiceMetrics::getPackage)
                .toList();
    }

    @Test
    void unknownAndEmptyNamesAreErrors() {
        Status unknown = statusOf(() -> service("no-such"));
        assertThat(unknown.getCode()).isEqualTo(Status.Code.NOT_FOUND);
        assertThat(unknown.getDescription()).isEqualTo("service no-such not found");
        Status empty = statusOf(() -> service(""));
        assertThat(empty.getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
        assertThat(empty.getDescription()).isEqualTo("package name cannot be empty");
    }

    @Test
    void defect14WithoutASampleThereIsAReasonAndNoZeros() {
        door.samples = new NotSampled();
        Status host = statusOf(this::system);
        assertThat(host.getCode()).isEqualTo(Status.Code.UNAVAILABLE);
        assertThat(host.getDescription()).isEqualTo("no sample yet");
        assertThat(statusOf(() -> list(true)).getCode()).isEqualTo(Status.Code.FAILED_PRECONDITION);
    }

    private static final class NotSampled implements SampleBook {
        @Override
        public HostSample host() throws ServiceException {
            throw new ServiceException(Failure.UNAVAILABLE, "no sample yet");
        }

        @Override
        public ServiceSample service(ServiceId id) throws ServiceException {
            throw new ServiceException(Failure.UNAVAILABLE, "no sample yet");
        }

        @Override
        public List<ServiceSample> services() throws ServiceException {
            throw new ServiceException(Failure.FAILED_PRECONDITION, "switched off");
        }
    }

    @Test
    void withoutTheMetricsBundleOnlyMetricsAreUnavailable() {
        door.samples = null;
        Status status = statusOf(this::system);
        assertThat(status.getCode()).isEqualTo(Status.Code.UNAVAILABLE);
        assertThat(status.getDescription())
                .startsWith("the metrics service is not there at the moment");
    }

    @Test
    void historyIsOff() {
        Status status =
                statusOf(() -> client.getMetricsHistory(GetMetricsHistoryReq.getDefaultInstance()));
        assertThat(status.getCode()).isEqualTo(Status.Code.UNIMPLEMENTED);
        assertThat(status.getDescription()).isEqualTo("metrics history is not enabled");
    }
}
