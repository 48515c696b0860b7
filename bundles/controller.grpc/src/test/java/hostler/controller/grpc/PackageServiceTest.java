package hostler.controller.grpc;

import static hostler.controller.grpc.DoorFixture.statusOf;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Empty;
import hostler.core.api.Failure;
import hostler.core.api.ServiceState;
import hostler.proto.pb.GetRecentLogsReq;
import hostler.proto.pb.PackItem;
import hostler.proto.pb.PackageGrpc;
import hostler.proto.pb.PackageListResp;
import hostler.proto.pb.RestartReq;
import hostler.proto.pb.StartReq;
import hostler.proto.pb.StopReq;
import hostler.proto.pb.StreamLogsReq;
import hostler.proto.pb.StreamLogsResp;
import io.grpc.Context;
import io.grpc.Status;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PackageServiceTest {
    private DoorFixture door;
    private PackageGrpc.PackageBlockingStub client;

    @BeforeEach
    void open(@TempDir Path directory) throws Exception {
        door = new DoorFixture(directory);
        door.core.put(Services.status("web", ServiceState.RUNNING));
        door.core.put(Services.status("db", ServiceState.STARTING));
        door.core.put(Services.status("api", ServiceState.FAILED));
        client = PackageGrpc.newBlockingStub(door.tcp());
    }

    @AfterEach
    void close() {
        door.close();
    }

    private PackageListResp list() {
        return client.packageList(Empty.getDefaultInstance());
    }

    @Test
    void defect6AgentCodeAndSchemaAreFilledAndTheStateIsTheObservedOne() {
        PackageListResp list = list();
        assertThat(list.getAgentCode()).isEqualTo("agent-007");
        PackItem web = list.getPackages(2);
        assertThat(web.getSchema()).isEqualTo("{\"package\":\"web\"}");
        assertThat(web.getVersion()).isEqualTo("1.2.3");
        assertThat(web.getIsRunning()).isTrue();
        assertThat(web.getRunningDuration()).isPositive();
        door.core.put(Services.status("web", ServiceState.FAILED));
        assertThat(list().getPackages(2).getIsRunning()).isFalse();
        assertThat(list().getPackages(2).getRunningDuration()).isZero();
    }

    @Test
    void defect20TheListIsSortedByName() {
        assertThat(list().getPackagesList())
                .extracting(PackItem::getPackage)
                .containsExactly("api", "db", "web");
    }

    @Test
    void startingCountsAsRunning() {
        assertThat(list().getPackagesList())
                .extracting(PackItem::getIsRunning)
                .containsExactly(false, true, true);
    }

    @Test
    void pausedCountsAsRunning() {
        door.core.put(Services.status("web", ServiceState.PAUSED));
        assertThat(list().getPackagesList())
                .extracting(PackItem::getIsRunning)
                .containsExactly(false, true, true);
    }

    @Test
    void aTaskThatHasCompletedDoesNotRun() {
        door.core.put(Services.status("web", ServiceState.COMPLETED));
        assertThat(list().getPackages(2).getIsRunning()).isFalse();
        assertThat(list().getPackages(2).getRunningDuration()).isZero();
    }

    @Test
    void commandsAnswerAtOnceAndSayWhoCommanded() {
        var unused = client.start(StartReq.newBuilder().setPackage("api").build());
        unused = client.stop(StopReq.newBuilder().setPackage("db").build());
        unused = client.restart(RestartReq.newBuilder().setPackage("web").build());
        assertThat(door.core.commands)
                .containsExactly(
                        "start api by controller",
                        "stop db by controller",
                        "restart web by controller");
    }

    @Test
    void anEmptyNameIsAnInvalidArgument() {
        for (Runnable call :
                List.<Runnable>of(
                        () -> client.start(StartReq.getDefaultInstance()),
                        () -> client.stop(StopReq.getDefaultInstance()),
                        () -> client.restart(RestartReq.getDefaultInstance()),
                        () -> client.getRecentLogs(GetRecentLogsReq.getDefaultInstance()),
                        () -> client.streamLogs(StreamLogsReq.getDefaultInstance()).next())) {
            Status status = statusOf(call);
            assertThat(status.getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
            assertThat(status.getDescription()).isEqualTo("package name cannot be empty");
        }
    }

    @Test
    void defect17AnUnknownNameIsNotFoundAlsoInTheLogs() {
        for (Runnable call :
                List.<Runnable>of(
                        () -> client.start(StartReq.newBuilder().setPackage("nope").build()),
                        () ->
                                client.getRecentLogs(
                                        GetRecentLogsReq.newBuilder().setPackage("nope").build()),
                        () ->
                                client.streamLogs(
                                                StreamLogsReq.newBuilder()
                                                        .setPackage("nope")
                                                        .build())
                                        .next())) {
            Status status = statusOf(call);
            assertThat(status.getCode()).isEqualTo(Status.Code.NOT_FOUND);
            assertThat(status.getDescription()).isEqualTo("service nope not found");
        }
    }

    @Test
    void aTextThatCannotBeANameIsNotFound() {
        Status status =
                statusOf(() -> client.stop(StopReq.newBuilder().setPackage("../etc").build()));
        assertThat(status.getCode()).isEqualTo(Status.Code.NOT_FOUND);
        assertThat(status.getDescription()).isEqualTo("service ../etc not found");
        String huge = "x".repeat(100_000);
        assertThat(statusOf(() -> client.stop(StopReq.newBuilder().setPackage(huge).build())))
                .satisfies(s -> assertThat(s.getDescription()).hasSizeLessThan(300));
    }

    @Test
    void whatCoreRefusesKeepsItsReason() {
        door.core.refusal =
                FakeCore.failure(Failure.FAILED_PRECONDITION, "running services depend on it: web");
        Status status = statusOf(() -> client.stop(StopReq.newBuilder().setPackage("db").build()));
        assertThat(status.getCode()).isEqualTo(Status.Code.FAILED_PRECONDITION);
        assertThat(status.getDescription()).isEqualTo("running services depend on it: web");
    }

    @Test
    void aBugIsInternalWithAnIdAndNothingElse() {
        door.core.bug = new IllegalStateException("secret detail");
        Status status = statusOf(this::list);
        assertThat(status.getCode()).isEqualTo(Status.Code.INTERNAL);
        assertThat(status.getDescription())
                .matches("unexpected error [0-9a-f-]{36};.*")
                .doesNotContain("secret");
        door.core.bug = null;
        assertThat(list().getPackagesCount()).isEqualTo(3);
    }

    @Test
    void recentLogsDefaultToAHundredAndAreBounded() {
        assertThat(recent(0)).hasSize(100);
        assertThat(recent(-5)).hasSize(100);
        assertThat(recent(7)).hasSize(7);
        assertThat(recent(1_000_000)).hasSize(10_000);
    }

    @Test
    void recentLogsBeyondWhatAClientAcceptsAreTheNewestThatFit() {
        door.logs.lineLength = 60_000;
        List<String> lines = recent(1_000);
        assertThat(lines).hasSizeBetween(10, 60);
        assertThat(lines.getLast()).startsWith("999 ");
    }

    private List<String> recent(int count) {
        return client.getRecentLogs(
                        GetRecentLogsReq.newBuilder().setPackage("web").setCount(count).build())
                .getLogsList();
    }

    @Test
    void defect7AStreamWithoutFollowEndsWithEofAndTailZeroAsksForNothingOfThePast() {
        door.logs.lines.add("one");
        door.logs.lines.add("two");
        Iterator<StreamLogsResp> stream =
                client.streamLogs(StreamLogsReq.newBuilder().setPackage("web").build());
        assertThat(stream.next().getLogLine()).isEqualTo("one");
        assertThat(stream.next().getLogLine()).isEqualTo("two");
        assertThat(stream.next()).isEqualTo(StreamLogsResp.newBuilder().setIsEof(true).build());
        assertThat(stream.hasNext()).isFalse();
        assertThat(door.logs.opened).containsExactly("open 0 false");
    }

    @Test
    void aFollowedStreamGoesOnAndItsCancelClosesTheReader() throws Exception {
        Context.CancellableContext call = Context.current().withCancellation();
        Iterator<StreamLogsResp> stream = call.call(() -> client.streamLogs(follow(3)));
        door.logs.lines.add("first");
        assertThat(stream.next().getLogLine()).isEqualTo("first");
        door.logs.lines.add("second");
        assertThat(stream.next().getLogLine()).isEqualTo("second");
        assertThat(door.logs.opened).containsExactly("open 3 true");
        call.cancel(null);
        assertThat(door.logs.closed.await(5, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void aClientThatDoesNotReadStopsTheReading() throws Exception {
        door.logs.endless = true;
        Context.CancellableContext call = Context.current().withCancellation();
        Iterator<StreamLogsResp> stream = call.call(() -> client.streamLogs(follow(0)));
        assertThat(stream.next().getLogLine()).startsWith("1x");
        long read = settledCount();
        assertThat(read).isLessThan(20_000);
        call.cancel(null);
        assertThat(door.logs.closed.await(5, TimeUnit.SECONDS)).isTrue();
    }

    private long settledCount() {
        org.awaitility.Awaitility.await()
                .during(java.time.Duration.ofMillis(200))
                .atMost(java.time.Duration.ofSeconds(5))
                .until(new Steady(door.logs.read::get));
        return door.logs.read.get();
    }

    /** Whether a count is what it was the last time. */
    private static final class Steady implements java.util.concurrent.Callable<Boolean> {
        private final java.util.function.LongSupplier count;
        private long last = -1;

        Steady(java.util.function.LongSupplier count) {
            this.count = count;
        }

        @Override
        public Boolean call() {
            long now = count.getAsLong();
            boolean same = now == last;
            last = now;
            return same;
        }
    }

    private static StreamLogsReq follow(int tail) {
        return StreamLogsReq.newBuilder()
                .setPackage("web")
                .setTailLines(tail)
                .setFollow(true)
                .build();
    }
}
