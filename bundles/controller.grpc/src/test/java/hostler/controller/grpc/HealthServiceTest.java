package hostler.controller.grpc;

import static hostler.controller.grpc.DoorFixture.statusOf;
import static org.assertj.core.api.Assertions.assertThat;

import hostler.core.api.Health;
import hostler.core.api.ServiceEvent;
import hostler.core.api.ServiceState;
import hostler.core.api.Verdict;
import hostler.proto.pb.GetHealthHistoryReq;
import hostler.proto.pb.GetHealthStatusReq;
import hostler.proto.pb.HealthGrpc;
import hostler.proto.pb.HealthStatus;
import hostler.proto.pb.HealthStatusDetail;
import hostler.proto.pb.ListHealthStatusesReq;
import hostler.proto.pb.ServiceHealth;
import io.grpc.Status;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HealthServiceTest {
    private DoorFixture door;
    private HealthGrpc.HealthBlockingStub client;

    @BeforeEach
    void open(@TempDir Path directory) throws Exception {
        door = new DoorFixture(directory);
        client = HealthGrpc.newBlockingStub(door.tcp());
    }

    @AfterEach
    void close() {
        door.close();
    }

    private ServiceHealth health(String name) {
        return client.getHealthStatus(GetHealthStatusReq.newBuilder().setPackage(name).build())
                .getHealth();
    }

    @Test
    void theTopLevelRepeatsItsOneDetail() {
        ServiceHealth health = health("broken");
        assertThat(health.getPackage()).isEqualTo("broken");
        assertThat(health.getStatus()).isEqualTo(HealthStatus.HEALTH_STATUS_UNHEALTHY);
        assertThat(health.getDetailsList())
                .containsExactly(
                        HealthStatusDetail.newBuilder()
                                .setStatus(health.getStatus())
                                .setMessage(health.getMessage())
                                .setLastCheck(health.getLastCheck())
                                .setCheckType("http")
                                .setResponseTimeMs(12)
                                .setError("HTTP 503")
                                .build());
        assertThat(health.getLastCheck().getSeconds()).isEqualTo(Services.STARTED.getEpochSecond());
    }

    @Test
    void everyVerdictHasItsStatus() {
        assertThat(health("web").getStatus()).isEqualTo(HealthStatus.HEALTH_STATUS_HEALTHY);
        assertThat(health("web").getMessage()).isEqualTo("no health check configured");
        assertThat(health("slow").getStatus()).isEqualTo(HealthStatus.HEALTH_STATUS_DEGRADED);
        assertThat(health("stopped").getStatus()).isEqualTo(HealthStatus.HEALTH_STATUS_UNKNOWN);
    }

    @Test
    void theListCanBeFiltered() {
        assertThat(list()).containsExactly("broken", "slow", "stopped", "web");
        assertThat(list(HealthStatus.HEALTH_STATUS_DEGRADED, HealthStatus.HEALTH_STATUS_UNHEALTHY))
                .containsExactly("broken", "slow");
    }

    private List<String> list(HealthStatus... filter) {
        return client
                .listHealthStatuses(
                        ListHealthStatusesReq.newBuilder()
                                .addAllFilterStatus(List.of(filter))
                                .build())
                .getHealthStatusesList()
                .stream()
                .map(ServiceHealth::getPackage)
                .toList();
    }

    @Test
    void historyDefaultsToAHundredAndIsBounded() {
        assertThat(history(0)).isEqualTo(100);
        assertThat(history(-1)).isEqualTo(100);
        assertThat(history(3)).isEqualTo(3);
        assertThat(history(1_000_000)).isEqualTo(1_000);
    }

    private int history(int limit) {
        return client.getHealthHistory(
                        GetHealthHistoryReq.newBuilder()
                                .setPackage("broken")
                                .setLimit(limit)
                                .build())
                .getEntriesCount();
    }

    @Test
    void unknownAndEmptyNamesAreErrors() {
        Status unknown = statusOf(() -> health("no-such"));
        assertThat(unknown.getCode()).isEqualTo(Status.Code.NOT_FOUND);
        assertThat(unknown.getDescription()).isEqualTo("service no-such not found");
        Status empty = statusOf(() -> health(""));
        assertThat(empty.getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
    }

    @Test
    void withoutTheHealthBundleOnlyHealthIsUnavailable() {
        var book = door.health;
        door.health = null;
        Status status = statusOf(() -> health("web"));
        assertThat(status.getCode()).isEqualTo(Status.Code.UNAVAILABLE);
        assertThat(status.getDescription()).startsWith("health is not there at the moment");
        door.health = book;
        assertThat(health("web").getPackage()).isEqualTo("web");
    }

    @Test
    void grpcHealthServesTheAgentAndEveryServiceByName() {
        assertThat(serving("")).isEqualTo(HealthCheckResponse.ServingStatus.SERVING);
        assertThat(statusOf(() -> serving("web")).getCode()).isEqualTo(Status.Code.NOT_FOUND);
        happen(ServiceState.STARTING, Verdict.UNKNOWN);
        assertThat(serving("web")).isEqualTo(HealthCheckResponse.ServingStatus.NOT_SERVING);
        happen(ServiceState.RUNNING, Verdict.HEALTHY);
        assertThat(serving("web")).isEqualTo(HealthCheckResponse.ServingStatus.SERVING);
        happen(ServiceState.RUNNING, Verdict.CRITICAL);
        assertThat(serving("web")).isEqualTo(HealthCheckResponse.ServingStatus.NOT_SERVING);
        happen(ServiceState.COMPLETED, Verdict.UNKNOWN);
        assertThat(serving("web")).isEqualTo(HealthCheckResponse.ServingStatus.NOT_SERVING);
    }

    @Test
    void grpcHealthCatchesUpWhenEventsWereDropped() {
        happen(ServiceState.RUNNING, Verdict.HEALTHY);
        door.core.put(Services.status("db", ServiceState.RUNNING));
        door.core.skipEvents(1);
        happen(ServiceState.RUNNING, Verdict.HEALTHY);
        assertThat(serving("db")).isEqualTo(HealthCheckResponse.ServingStatus.SERVING);
    }

    private void happen(ServiceState state, Verdict verdict) {
        door.core.happen(
                ServiceEvent.Kind.STATE,
                "it is " + state,
                Services.status("web", state, new Health(verdict, "a reason")));
    }

    private HealthCheckResponse.ServingStatus serving(String name) {
        return io.grpc.health.v1.HealthGrpc.newBlockingStub(door.tcp())
                .check(HealthCheckRequest.newBuilder().setService(name).build())
                .getStatus();
    }
}
