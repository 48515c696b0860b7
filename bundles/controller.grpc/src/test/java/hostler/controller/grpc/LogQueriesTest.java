package hostler.controller.grpc;

import static hostler.controller.grpc.DoorFixture.statusOf;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Timestamp;
import hostler.core.api.ServiceState;
import hostler.logs.api.LogBoot;
import hostler.logs.api.LogFilter;
import hostler.logs.api.LogQuery;
import hostler.proto.pb.PackageGrpc;
import hostler.proto.pb.QueryLogsReq;
import hostler.proto.pb.QueryLogsResp;
import hostler.proto.v1.AgentGrpc;
import hostler.proto.v1.QueryLogsRequest;
import hostler.proto.v1.QueryLogsResponse;
import io.grpc.Context;
import io.grpc.Status;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogQueriesTest {
    private DoorFixture door;
    private PackageGrpc.PackageBlockingStub controller;
    private AgentGrpc.AgentBlockingStub agent;

    @BeforeEach
    void open(@TempDir Path directory) throws Exception {
        door = new DoorFixture(directory);
        door.core.put(Services.status("web", ServiceState.RUNNING));
        controller = PackageGrpc.newBlockingStub(door.tcp());
        agent = AgentGrpc.newBlockingStub(door.local());
    }

    @AfterEach
    void close() {
        door.close();
    }

    @Test
    void everythingTheControllerAsksForReachesTheLogs() {
        QueryLogsResp answer =
                controller.queryLogs(
                        QueryLogsReq.newBuilder()
                                .setPackage("web")
                                .setKeyword("Lost")
                                .setLevel("ERROR")
                                .setStartTime(1_000)
                                .setEndTime(2_000)
                                .setLimit(5)
                                .setOffset(10)
                                .setReverse(true)
                                .build());
        LogFilter filter =
                LogFilter.ALL
                        .containing("lost")
                        .ofLevel("error")
                        .between(Instant.ofEpochSecond(1_000), Instant.ofEpochSecond(2_000));
        assertThat(door.logs.queries).containsExactly(new LogQuery(filter, true, 10, 5));
        assertThat(answer.getLogsList()).containsExactly("found");
        assertThat(answer.getTotal()).isEqualTo(7);
        assertThat(answer.getHasMore()).isTrue();
    }

    @Test
    void whatTheControllerLeavesOutMeansTheFirstHundredOfAll() {
        var _ = controller.queryLogs(QueryLogsReq.newBuilder().setPackage("web").build());
        assertThat(door.logs.queries).containsExactly(new LogQuery(LogFilter.ALL, false, 0, 100));
    }

    @Test
    void limitsAreThoseOfTheContract() {
        var _ =
                controller.queryLogs(
                        QueryLogsReq.newBuilder()
                                .setPackage("web")
                                .setLimit(1_000_000)
                                .setOffset(-3)
                                .build());
        assertThat(door.logs.queries)
                .containsExactly(new LogQuery(LogFilter.ALL, false, 0, 10_000));
    }

    @Test
    void theAgentsOwnWordsAlsoNameABoot() {
        QueryLogsResponse answer =
                agent.queryLogs(
                        QueryLogsRequest.newBuilder()
                                .setService("web")
                                .setSince(Timestamp.newBuilder().setSeconds(7).setNanos(8))
                                .setBoot("-1")
                                .build());
        LogFilter filter =
                new LogFilter(
                        Optional.of(Instant.ofEpochSecond(7, 8)),
                        Optional.empty(),
                        "",
                        "",
                        Optional.of(new LogBoot("-1")));
        assertThat(door.logs.queries).containsExactly(LogQuery.of(filter));
        assertThat(answer.getLinesList()).containsExactly("found");
    }

    @Test
    void whatIsNoTimeAndNoBootIsRefused() {
        Status time =
                statusOf(
                        () ->
                                controller.queryLogs(
                                        QueryLogsReq.newBuilder()
                                                .setPackage("web")
                                                .setStartTime(Long.MAX_VALUE)
                                                .build()));
        assertThat(time.getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
        assertThat(time.getDescription()).startsWith("start_time: 9223372036854775807");
        Status boot =
                statusOf(
                        () ->
                                agent.queryLogs(
                                        QueryLogsRequest.newBuilder()
                                                .setService("web")
                                                .setBoot("--list-boots")
                                                .build()));
        assertThat(boot.getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
        assertThat(boot.getDescription()).startsWith("boot: '--list-boots'");
    }

    @Test
    void namesAreCheckedAsEverywhere() {
        assertThat(codeFor("")).isEqualTo(Status.Code.INVALID_ARGUMENT);
        assertThat(codeFor("nope")).isEqualTo(Status.Code.NOT_FOUND);
    }

    private Status.Code codeFor(String name) {
        QueryLogsReq request = QueryLogsReq.newBuilder().setPackage(name).build();
        return statusOf(() -> controller.queryLogs(request)).getCode();
    }

    @Test
    void aCallerWhoLeavesEndsTheQuery() throws Exception {
        QueryLogsReq request =
                QueryLogsReq.newBuilder().setPackage("web").setKeyword("endless").build();
        Context.CancellableContext call = Context.current().withCancellation();
        Runnable query = call.wrap((Runnable) () -> statusOf(() -> controller.queryLogs(request)));
        Thread caller = Thread.startVirtualThread(query);
        assertThat(door.logs.queries.poll(5, TimeUnit.SECONDS)).isNotNull();
        call.cancel(null);
        assertThat(door.logs.closed.await(5, TimeUnit.SECONDS)).isTrue();
        caller.join();
    }
}
