package hostler.controller.grpc;

import static hostler.controller.grpc.DoorFixture.statusOf;
import static org.assertj.core.api.Assertions.assertThat;

import hostler.core.api.ServiceState;
import hostler.proto.v1.AgentGrpc;
import hostler.proto.v1.LogRecord;
import hostler.proto.v1.ReadLogRequest;
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

class LogReadingTest {
    private static final ReadLogRequest WEB = ReadLogRequest.newBuilder().setService("web").build();

    private DoorFixture door;
    private AgentGrpc.AgentBlockingStub agent;

    @BeforeEach
    void open(@TempDir Path directory) throws Exception {
        door = new DoorFixture(directory);
        door.core.put(Services.status("web", ServiceState.RUNNING));
        agent = AgentGrpc.newBlockingStub(door.local());
    }

    @AfterEach
    void close() {
        door.close();
    }

    @Test
    void everyRecordLeadsOnAfterItAndTheFirstSaysWhereTheLogBegins() {
        door.logs.lines.addAll(List.of("one", FakeLogs.GAP + "5 bytes", "two"));
        assertThat(agent.readLog(WEB.toBuilder().setTailLines(3).build()))
                .toIterable()
                .containsExactly(
                        record("after-0").build(),
                        record("after-1").setLine("one").build(),
                        record("after-2").setGap("5 bytes").build(),
                        record("after-3").setLine("two").build());
        assertThat(door.logs.opened).containsExactly("open 3 false");
    }

    @Test
    void aCursorIsGoneOnFromWhateverTailIsAskedFor() {
        door.logs.lines.add("next");
        Iterator<LogRecord> records =
                agent.readLog(WEB.toBuilder().setCursor("after-9").setTailLines(3).build());
        assertThat(records.next().getEntryCase()).isEqualTo(LogRecord.EntryCase.ENTRY_NOT_SET);
        assertThat(records.next().getLine()).isEqualTo("next");
        assertThat(door.logs.opened).containsExactly("resume after-9 false");
    }

    @Test
    void aFollowedLogThatEndsIsUnavailableForItWouldGoOn() {
        door.logs.lines.add("last");
        Iterator<LogRecord> records = agent.readLog(WEB.toBuilder().setFollow(true).build());
        assertThat(records.next().getCursor()).isEqualTo("after-0");
        assertThat(records.next().getLine()).isEqualTo("last");
        door.logs.lines.add(FakeLogs.LEAVES);
        assertThat(statusOf(() -> records.forEachRemaining(each -> {})).getCode())
                .isEqualTo(Status.Code.UNAVAILABLE);
    }

    @Test
    void aLogThatCannotBeReadIsNothingToWaitFor() {
        door.logs.lines.add(FakeLogs.BREAKS);
        Iterator<LogRecord> records = agent.readLog(WEB.toBuilder().setFollow(true).build());
        Status end = statusOf(() -> records.forEachRemaining(each -> {}));
        assertThat(end.getCode()).isEqualTo(Status.Code.FAILED_PRECONDITION);
        assertThat(end.getDescription()).isEqualTo("no journalctl");
    }

    @Test
    void whoLeavesLetsGoOfTheLog() throws Exception {
        Context.CancellableContext call = Context.current().withCancellation();
        Iterator<LogRecord> records =
                call.call(() -> agent.readLog(WEB.toBuilder().setFollow(true).build()));
        assertThat(records.next().getCursor()).isEqualTo("after-0");
        call.cancel(null);
        assertThat(door.logs.closed.await(5, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void anUnknownServiceIsNotFound() {
        assertThat(
                        statusOf(
                                        () ->
                                                agent.readLog(
                                                                ReadLogRequest.newBuilder()
                                                                        .setService("nope")
                                                                        .build())
                                                        .next())
                                .getCode())
                .isEqualTo(Status.Code.NOT_FOUND);
    }

    private static LogRecord.Builder record(String cursor) {
        return LogRecord.newBuilder().setCursor(cursor);
    }
}
