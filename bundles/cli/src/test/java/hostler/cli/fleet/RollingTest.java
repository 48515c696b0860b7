package hostler.cli.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import hostler.cli.ExitCode;
import hostler.cli.args.UsageException;
import hostler.cli.rpc.RpcException;
import hostler.proto.pb.HealthStatus;
import hostler.proto.v1.Action;
import hostler.proto.v1.Event;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands that change something, to agents on real sockets. */
class RollingTest {
    private final Terminal terminal = new Terminal();
    private FleetAgent one;
    private FleetAgent two;
    private FleetAgent three;

    @BeforeEach
    void serve() throws IOException {
        one = new FleetAgent("a1", "web", "db");
        two = new FleetAgent("a2", "web");
        three = new FleetAgent("a3", "web");
        terminal.with(one, two, three);
    }

    @AfterEach
    void close() {
        one.close();
        two.close();
        three.close();
    }

    private ExitCode restart(String... more) throws RpcException, UsageException {
        List<String> arguments = new ArrayList<>(List.of("web", "--batch", "1"));
        arguments.addAll(List.of(more));
        return terminal.run("restart", arguments.toArray(String[]::new));
    }

    @Test
    void itGoesFromBatchToBatchAndSaysWhatWasDone() throws Exception {
        List<String> order = new CopyOnWriteArrayList<>();
        one.whenCommanded(() -> order.add("a1"));
        two.whenCommanded(() -> order.add("a2"));
        three.whenCommanded(() -> order.add("a3"));
        assertThat(restart()).isEqualTo(ExitCode.OK);
        assertThat(order).containsExactly("a1", "a2", "a3");
        assertThat(terminal.out().lines())
                .containsExactly(
                        "a1 | done: web running",
                        "a2 | done: web running",
                        "a3 | done: web running");
        assertThat(one.commands.remove().getAction()).isEqualTo(Action.ACTION_RESTART);
        assertThat(terminal.err()).isEmpty();
    }

    @Test
    void aReloadGoesFromBatchToBatchToo() throws Exception {
        assertThat(terminal.run("reload", "web", "--batch", "1")).isEqualTo(ExitCode.OK);
        assertThat(two.commands.remove().getAction()).isEqualTo(Action.ACTION_RELOAD);
    }

    @Test
    void whoeverLooksIsToldOfEveryBatch() throws Exception {
        terminal.interactive().run("restart", "web", "--batch", "2", "--pause", "1ms");
        assertThat(terminal.err())
                .isEqualTo("batch 1 of 2: a1, a2\npause of 1ms\nbatch 2 of 2: a3\n");
    }

    @Test
    void theNextBatchWaitsUntilTheServiceIsHealthyAgain() throws Exception {
        one.whenCommanded(() -> one.isFrom(HealthStatus.HEALTH_STATUS_UNHEALTHY));
        CompletableFuture<ExitCode> code =
                CompletableFuture.supplyAsync(() -> unchecked(() -> restart()));
        StreamObserver<Event> watcher = one.watchers.poll(10, TimeUnit.SECONDS);
        assertThat(watcher).isNotNull();
        one.watchers.add(watcher);
        assertThat(two.commands).isEmpty();
        one.becomes(HealthStatus.HEALTH_STATUS_HEALTHY);
        assertThat(code.get(20, TimeUnit.SECONDS)).isEqualTo(ExitCode.OK);
        assertThat(three.commands).hasSize(1);
    }

    private interface Attempt {
        ExitCode make() throws RpcException, UsageException;
    }

    private static ExitCode unchecked(Attempt attempt) {
        try {
            return attempt.make();
        } catch (RpcException | UsageException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void itStopsWhereHealthDropsAndSaysWhatWasNotDone() throws Exception {
        two.whenCommanded(() -> two.isFrom(HealthStatus.HEALTH_STATUS_UNHEALTHY));
        assertThat(restart("--timeout", "4s")).isEqualTo(ExitCode.PARTIAL);
        assertThat(three.commands).isEmpty();
        assertThat(terminal.err().lines())
                .containsExactly(
                        "hostler: 1 done, 1 failed, 1 not begun of 3 agents",
                        "  failed       a2 ("
                                + two.address()
                                + "): web is unhealthy: HTTP 500; not healthy within 4s",
                        "  not begun    a3 ("
                                + three.address()
                                + "): stopped before: 1 failed, --max-failed is 0");
    }

    @Test
    void degradedIsADropForWhatWasHealthy() throws Exception {
        one.whenCommanded(() -> one.isFrom(HealthStatus.HEALTH_STATUS_DEGRADED));
        two.isFrom(HealthStatus.HEALTH_STATUS_DEGRADED);
        assertThat(restart("--timeout", "4s", "--max-failed", "1")).isEqualTo(ExitCode.PARTIAL);
        assertThat(terminal.out())
                .contains("a1 | failed: web is degraded", "a2 | done: web", "a3 | done: web");
    }

    @Test
    void soManyFailuresAreAllowed() throws Exception {
        one.refuses("no such program");
        assertThat(restart("--max-failed", "1")).isEqualTo(ExitCode.PARTIAL);
        assertThat(terminal.out())
                .contains("a1 | failed: web failed: no such program", "a3 | done: web running");
    }

    @Test
    void whatBreaksDuringThePauseStopsItToo() throws Exception {
        // Before the change, after it, and after the pause.
        one.fallsIllAfter(2);
        assertThat(restart("--pause", "1ms")).isEqualTo(ExitCode.NONE);
        assertThat(two.commands).isEmpty();
        assertThat(terminal.out().lines())
                .startsWith(
                        "a1 | done: web running",
                        "a1 | failed: web is unhealthy: HTTP 500 (1ms after it was done)");
        assertThat(terminal.err()).contains("1 failed, 2 not begun of 3 agents");
    }

    @Test
    void anAgentThatCannotBeReachedIsLeftAloneAndStopsNobody() throws Exception {
        terminal.with(FleetAgent.entry("a0", "127.0.0.1:1"));
        assertThat(restart()).isEqualTo(ExitCode.PARTIAL);
        assertThat(terminal.out()).contains("a0 | unreachable: ", "a3 | done: web running");
    }

    @Test
    void whoeverDoesNotHaveTheServiceIsNotAFailure() throws Exception {
        assertThat(terminal.run("stop", "db", "--batch", "100%")).isEqualTo(ExitCode.OK);
        assertThat(two.commands).isEmpty();
        assertThat(one.commands.remove().getServicesList()).containsExactly("db");
        assertThat(terminal.run("stop", "nope")).isEqualTo(ExitCode.NOT_FOUND);
    }

    @Test
    void allIsEverythingThatAnAgentHas() throws Exception {
        assertThat(terminal.run("restart", "--all", "--batch", "100%")).isEqualTo(ExitCode.OK);
        assertThat(one.commands.remove().getServicesList()).containsExactly("web", "db");
        assertThat(two.commands.remove().getServicesList()).containsExactly("web");
    }

    @Test
    void scriptsGetWhatTheServicesCameTo() throws Exception {
        restart("-o", "json");
        assertThat(terminal.out().lines())
                .hasSize(3)
                .allMatch(line -> line.contains("\"answers\":[{\"service\":\"web\",\"state\":"))
                .allMatch(line -> line.contains("\"result\":\"done\""));
    }

    @Test
    void anInterruptionFinishesWhatIsUnderWayAndBeginsNothingMore() throws Exception {
        List<Registry.Entry> entries = List.of(one.entry(), two.entry(), three.entry());
        Fleet fleet = FleetFixture.of(entries, terminal);
        try (Interrupt interrupt = new Interrupt(() -> {})) {
            one.whenCommanded(interrupt::ask);
            Change change = new CommandedChange(Action.ACTION_RESTART, List.of("web"), false);
            ExitCode code =
                    new Rolling(fleet, FleetFixture.options("--batch", "1"), change, interrupt)
                            .run();
            assertThat(code).isEqualTo(ExitCode.PARTIAL);
        }
        assertThat(terminal.out())
                .isEqualTo(
                        """
                        a1 | done: web running
                        a2 | not begun: interrupted before
                        a3 | not begun: interrupted before
                        """);
    }

    @Test
    void configurationGoesToTheFileOfThatName(@TempDir Path directory) throws Exception {
        Path file = Files.writeString(directory.resolve("web.yaml"), "port: 1\n");
        assertThat(terminal.run("config", "web", "apply", file.toString(), "--batch", "100%"))
                .isEqualTo(ExitCode.OK);
        var item = one.applied.remove().getConfigs(0);
        assertThat(item.getFileName()).isEqualTo(FleetAgent.CONFIG);
        assertThat(item.getContent()).isEqualTo("port: 1\n");
        assertThat(terminal.out()).contains("a3 | done: Configs applied successfully");
    }

    @Test
    void configurationThatIsRefusedStopsTheRest(@TempDir Path directory) throws Exception {
        one.refuses("web.yaml:1: no port");
        Path file = Files.writeString(directory.resolve("x"), "port: 1\n");
        assertThat(terminal.run("config", "web", "apply", "/etc/web/new=" + file, "--batch", "1"))
                .isEqualTo(ExitCode.NONE);
        assertThat(one.applied.remove().getConfigs(0).getFileName()).isEqualTo("/etc/web/new");
        assertThat(two.applied).isEmpty();
    }

    @Test
    void aFileThatNoServiceHasIsAskedForByItsPath(@TempDir Path directory) throws Exception {
        Path file = Files.writeString(directory.resolve("other.yaml"), "");
        assertThat(terminal.run("config", "web", "apply", file.toString()))
                .isEqualTo(ExitCode.NONE);
        assertThat(terminal.err())
                .contains("no file of the service named other.yaml; say /ABSOLUTE/PATH=other.yaml");
        assertThat(one.applied).isEmpty();
    }
}
