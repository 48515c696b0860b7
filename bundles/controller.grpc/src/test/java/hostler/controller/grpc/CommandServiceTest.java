package hostler.controller.grpc;

import static hostler.controller.grpc.DoorFixture.statusOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import hostler.proto.pb.CommandGrpc;
import hostler.proto.pb.CommandGrpc.CommandBlockingStub;
import hostler.proto.pb.ExecCommandReq;
import hostler.proto.pb.ExecCommandResp;
import hostler.proto.pb.ExecCommandSignalReq;
import hostler.proto.pb.ExecCommandSignalType;
import hostler.proto.pb.GetCommandStatusReq;
import hostler.proto.pb.GetCommandStatusResp;
import io.grpc.Channel;
import io.grpc.Context;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code pb.Command} by a real client, with real processes. */
class CommandServiceTest {
    private static final int VANISHING = Integer.getInteger("hostler.commands.vanishing", 200);

    /** So many calls a client may cancel in a row without being taken for an attacker. */
    private static final int A_FEW = 50;

    @TempDir Path directory;
    private DoorFixture door;
    private RealCommands commands;
    private CommandBlockingStub controller;

    @BeforeEach
    void open() throws Exception {
        door = new DoorFixture(directory);
        commands = commands(Map.of("enabled", true, "max.concurrent", 1_000));
        controller = CommandGrpc.newBlockingStub(door.tcp());
    }

    private RealCommands commands(Map<String, Object> settings) throws Exception {
        RealCommands opened = new RealCommands(door.agent, settings);
        door.commands = opened.service();
        return opened;
    }

    @AfterEach
    void close() {
        door.close();
        commands.close();
    }

    private Iterator<ExecCommandResp> exec(String command) {
        return controller.execCommand(ExecCommandReq.newBuilder().setCommand(command).build());
    }

    private Iterator<ExecCommandResp> execContinuous(String command) {
        return controller.execCommand(
                ExecCommandReq.newBuilder().setCommand(command).setContinuous(true).build());
    }

    private static List<ExecCommandResp> all(Iterator<ExecCommandResp> stream) {
        List<ExecCommandResp> all = new ArrayList<>();
        stream.forEachRemaining(all::add);
        return all;
    }

    private boolean signal(String id, ExecCommandSignalType signal) {
        return controller
                .execCommandSignal(
                        ExecCommandSignalReq.newBuilder()
                                .setCommandId(id)
                                .setSignal(signal)
                                .build())
                .getSuccess();
    }

    private GetCommandStatusResp status(String id) {
        return controller.getCommandStatus(
                GetCommandStatusReq.newBuilder().setCommandId(id).build());
    }

    private static void assertStatus(Status status, Status.Code code, String text) {
        assertThat(status.getCode()).isEqualTo(code);
        assertThat(status.getDescription()).contains(text);
    }

    @Test
    void theIdComesFirstAndThenEachLineWithIt() {
        List<ExecCommandResp> messages = all(exec("echo one; echo two >&2; echo; echo three"));
        String id = messages.getFirst().getCommandId();

        assertThat(messages.getFirst())
                .isEqualTo(ExecCommandResp.newBuilder().setCommandId(id).build());
        assertThat(id).matches("[0-9a-f-]{36}");
        assertThat(messages).allMatch(message -> message.getCommandId().equals(id)).hasSize(5);
        assertThat(messages)
                .extracting(ExecCommandResp::getOut)
                .filteredOn(line -> !line.isEmpty())
                .containsExactly("one", "three");
        assertThat(messages).extracting(ExecCommandResp::getErr).contains("two");
    }

    @Test
    void defect8NoLineIsLostWhenACommandEnds() {
        for (int i = 0; i < 10; i++) {
            assertThat(all(exec("seq 1 5000; seq 1 5000 >&2"))).hasSize(10_001);
        }
    }

    @Test
    void aCommandThatFailsIsAnErrorAndIsForgotten() {
        Iterator<ExecCommandResp> stream = exec("echo before; exit 3");
        String id = stream.next().getCommandId();

        assertThat(stream.next().getOut()).isEqualTo("before");
        assertStatus(
                statusOf(() -> all(stream)),
                Status.Code.UNKNOWN,
                "command finished with error: exit status 3");
        assertStatus(
                statusOf(() -> all(exec("kill -9 $$"))),
                Status.Code.UNKNOWN,
                "command finished with error: signal: killed");
        assertStatus(statusOf(() -> status(id)), Status.Code.NOT_FOUND, "command not found");
    }

    @Test
    void defect8AContinuousCommandThatFailsEndsWellAndIsFinished() {
        long before = Instant.now().getEpochSecond();
        String id = all(execContinuous("exit 3")).getFirst().getCommandId();
        GetCommandStatusResp status = status(id);

        assertThat(status.getCommandId()).isEqualTo(id);
        assertThat(status.getStatus()).isEqualTo("finished");
        assertThat(status.getStartTime()).isBetween(before, Instant.now().getEpochSecond());
        assertThat(status.getDuration()).isPositive();
        for (ExecCommandSignalType signal :
                List.of(ExecCommandSignalType.PAUSE, ExecCommandSignalType.RESUME)) {
            assertStatus(
                    statusOf(() -> signal(id, signal)),
                    Status.Code.FAILED_PRECONDITION,
                    "already finished");
        }
    }

    @Test
    void defect8SignalsReachAllThatACommandHasStarted() throws Exception {
        Path steps = directory.resolve("steps");
        Iterator<ExecCommandResp> stream =
                execContinuous("(while :; do echo >> " + steps + "; sleep 0.001; done) & wait");
        String id = stream.next().getCommandId();
        awaitGrowth(steps);
        assertThat(status(id).getStatus()).isEqualTo("running");

        assertThat(signal(id, ExecCommandSignalType.PAUSE)).isTrue();
        assertThat(signal(id, ExecCommandSignalType.PAUSE)).isTrue();
        long size = Files.size(steps);
        assertThat(status(id).getStatus()).isEqualTo("paused");
        assertThat(Files.size(steps)).isEqualTo(size);

        assertThat(signal(id, ExecCommandSignalType.RESUME)).isTrue();
        assertThat(signal(id, ExecCommandSignalType.RESUME)).isTrue();
        assertThat(status(id).getStatus()).isEqualTo("running");
        awaitGrowth(steps);

        assertThat(signal(id, ExecCommandSignalType.CANCEL)).isTrue();
        assertThat(all(stream)).isEmpty();
        assertThat(status(id).getStatus()).isEqualTo("cancelled");
    }

    private static void awaitGrowth(Path file) throws Exception {
        long size = Files.exists(file) ? Files.size(file) : 0;
        await("it grows").until(() -> Files.exists(file) && Files.size(file) > size);
    }

    @Test
    void aCancelledCommandThatIsNotContinuousEndsWithItsSignal() {
        Iterator<ExecCommandResp> stream = exec("exec sleep 1000");
        signal(stream.next().getCommandId(), ExecCommandSignalType.CANCEL);

        assertStatus(
                statusOf(() -> all(stream)),
                Status.Code.UNKNOWN,
                "command finished with error: signal: killed");
    }

    @Test
    void whatMakesNoSenseIsRefusedByName() {
        assertStatus(
                statusOf(() -> exec("").next()),
                Status.Code.INVALID_ARGUMENT,
                "command cannot be empty");
        assertStatus(
                statusOf(() -> signal("nope", ExecCommandSignalType.PAUSE)),
                Status.Code.NOT_FOUND,
                "command not found");
        assertStatus(statusOf(() -> status("")), Status.Code.NOT_FOUND, "command not found");
        assertStatus(
                statusOf(
                        () ->
                                controller.execCommandSignal(
                                        ExecCommandSignalReq.newBuilder()
                                                .setCommandId("nope")
                                                .setSignalValue(7)
                                                .build())),
                Status.Code.INVALID_ARGUMENT,
                "unknown signal 7");
    }

    @Test
    void defect12WhereItIsOffOnlyTheLocalAdministratorHasCommandsRun() throws Exception {
        commands.close();
        commands = commands(Map.of());
        CommandBlockingStub administrator = CommandGrpc.newBlockingStub(door.local());

        for (String command : List.of("echo no", "")) {
            assertStatus(
                    statusOf(() -> exec(command).next()),
                    Status.Code.PERMISSION_DENIED,
                    "command.enabled: true");
        }
        assertThat(
                        all(
                                administrator.execCommand(
                                        ExecCommandReq.newBuilder()
                                                .setCommand("echo yes")
                                                .build())))
                .extracting(ExecCommandResp::getOut)
                .containsExactly("", "yes");
    }

    @Test
    void limitsAreToldByTheKeyThatSetsThem() throws Exception {
        commands.close();
        commands =
                commands(
                        Map.of(
                                "enabled", true,
                                "max.concurrent", 1,
                                "timeout.ms", 500,
                                "max.output.bytes", 1_000));
        assertStatus(
                statusOf(() -> all(exec("yes"))),
                Status.Code.RESOURCE_EXHAUSTED,
                "command.max_output");
        Iterator<ExecCommandResp> running = exec("exec sleep 1000");
        running.next();
        assertStatus(
                statusOf(() -> exec("exit 0").next()),
                Status.Code.RESOURCE_EXHAUSTED,
                "command.max_concurrent");
        assertStatus(
                statusOf(() -> all(running)), Status.Code.DEADLINE_EXCEEDED, "command.timeout");
        assertThat(all(exec("echo again"))).as("a place was given back").hasSize(2);
    }

    @Test
    void withoutItsBundleTheDoorSaysSo() {
        var there = door.commands;
        door.commands = null;

        assertStatus(
                statusOf(() -> exec("exit 0").next()),
                Status.Code.UNAVAILABLE,
                "the commands service is not there at the moment");
        door.commands = there;
    }

    @Test
    void aClientThatDoesNotReadMakesOnlyItsOwnCommandWait() {
        Path done = directory.resolve("done");
        Iterator<ExecCommandResp> slow = exec("seq 1 200000; echo end; touch " + done);
        slow.next();
        assertThat(all(exec("echo fast"))).hasSize(2);

        assertThat(done).doesNotExist();
        List<ExecCommandResp> rest = all(slow);
        assertThat(rest).hasSize(200_001);
        assertThat(rest.getLast().getOut()).isEqualTo("end");
        assertThat(done).exists();
    }

    @Test
    void nothingIsLeftOfCommandsWhoseClientsHaveVanished() {
        vanish(10);
        int descriptors = count("/proc/self/fd");
        int threads = count("/proc/self/task");
        for (int gone = 0; gone < VANISHING; gone += A_FEW) {
            vanish(A_FEW);
        }

        await("their descriptors are closed").until(() -> count("/proc/self/fd") <= descriptors);
        assertThat(count("/proc/self/task")).isLessThan(threads + A_FEW);
    }

    /**
     * By calls that are cancelled, and with the last by the whole connection. Each command is in
     * the middle of something: writing, sleeping with children, ending, standing still.
     */
    private void vanish(int times) {
        List<String> marks = List.of("yes", "sleep 1000 & sleep 1001", "echo x", "kill -STOP $$");
        ManagedChannel client = door.tcp();
        for (int i = 0; i < times; i++) {
            String command = "export MARK=" + directory + "; " + marks.get(i % marks.size());
            boolean started = i % 3 > 0;
            Context.CancellableContext context = Context.current().withCancellation();
            context.run(() -> begin(client, command + "; wait", started));
            if (i < times - 1) {
                context.cancel(null);
            }
        }
        client.shutdownNow();
        await("nobody of them lives").until(() -> marked().isEmpty());
        commands.awaitNothingLeft();
    }

    /** Whether it has started, or is about to, when the client goes. */
    private static void begin(Channel client, String command, boolean started) {
        Iterator<ExecCommandResp> stream =
                CommandGrpc.newBlockingStub(client)
                        .execCommand(ExecCommandReq.newBuilder().setCommand(command).build());
        if (started) {
            stream.next();
        }
    }

    private List<ProcessHandle> marked() {
        return ProcessHandle.allProcesses()
                .filter(
                        process ->
                                process.info()
                                        .commandLine()
                                        .filter(line -> line.contains("MARK=" + directory))
                                        .isPresent())
                .toList();
    }

    private static int count(String directory) {
        return Path.of(directory).toFile().list().length;
    }

    @Test
    void closingTheDoorEndsTheCommandsBehindIt() {
        Iterator<ExecCommandResp> stream = exec("export MARK=" + directory + "; sleep 1000");
        stream.next();
        door.door.close();

        assertThat(statusOf(() -> all(stream)).getCode()).isEqualTo(Status.Code.UNAVAILABLE);
        await("it is dead").until(() -> marked().isEmpty());
    }
}
