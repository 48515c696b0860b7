package hostler.cli.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import hostler.cli.ExitCode;
import hostler.cli.args.UsageException;
import hostler.cli.rpc.Code;
import hostler.cli.rpc.RpcException;
import hostler.proto.pb.StreamLogsResp;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.data.Index;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Commands that change nothing, to agents on real sockets. */
class FleetProgramTest {
    private static final String DEAD = "127.0.0.1:1";

    private final Terminal terminal = new Terminal();
    private FleetAgent one;
    private FleetAgent two;

    @BeforeEach
    void serve() throws IOException {
        one = new FleetAgent("agent-1", "web");
        two = new FleetAgent("agent-2", "db", "web");
        terminal.with(two, one);
    }

    @AfterEach
    void close() {
        one.close();
        two.close();
    }

    @Test
    void psIsOneTableSortedByAgent() throws Exception {
        assertThat(terminal.run("ps")).isEqualTo(ExitCode.OK);
        assertThat(terminal.out().lines()).hasSize(4);
        assertThat(terminal.out())
                .startsWith("AGENT    NAME  STATE")
                .containsSubsequence("agent-1  web", "agent-2  db", "agent-2  web");
        assertThat(terminal.err()).isEmpty();
    }

    @Test
    void whoeverLooksSeesProgressAndAPipeDoesNot() throws Exception {
        terminal.interactive().run("ps");
        assertThat(terminal.err().lines())
                .hasSize(2)
                .anyMatch(line -> line.startsWith("[1/2] agent-"))
                .anyMatch(line -> line.startsWith("[2/2] agent-"));
    }

    @Test
    void deadAgentsAndBrokenEntriesAreNamedAndTheOthersAnswer() throws Exception {
        terminal.with(FleetAgent.entry("agent-3", DEAD))
                .with(new Registry.Entry("grpc://server-agent/10.0.0.9:1", "{"));
        assertThat(terminal.run("ps")).isEqualTo(ExitCode.PARTIAL);
        assertThat(terminal.out()).contains("agent-1  web", "agent-2  db");
        assertThat(terminal.err().lines())
                .hasSize(3)
                .satisfies(
                        headline ->
                                assertThat(headline)
                                        .isEqualTo(
                                                "hostler: 2 done, 1 unreachable of 3 agents;"
                                                        + " left out: 1 entry"),
                        Index.atIndex(0))
                .anyMatch(
                        line -> line.startsWith("  unreachable  agent-3 (" + DEAD + "): no agent"))
                .anyMatch(line -> line.startsWith("  left out     grpc://server-agent/10.0.0.9:1"));
    }

    @Test
    void agentsAreChosenByCodeOrAddress() throws Exception {
        terminal.run("ps", "--agents", "*-2");
        assertThat(terminal.out()).contains("agent-2").doesNotContain("agent-1");
        assertThat(terminal.run("ps", "--agents", "nobody," + one.address()))
                .isEqualTo(ExitCode.OK);
        assertThat(terminal.out()).contains("agent-1");
    }

    @Test
    void nobodyToAskHasItsOwnCode() {
        assertThatExceptionOfType(RpcException.class)
                .isThrownBy(() -> terminal.run("ps", "--agents", "nobody"))
                .satisfies(e -> assertThat(e.code()).isEqualTo(Code.NOT_FOUND));
    }

    @Test
    void nobodyAnsweringHasItsOwnExitCode() throws Exception {
        assertThat(new Terminal().with(FleetAgent.entry("a", DEAD)).run("ps"))
                .isEqualTo(ExitCode.NONE);
    }

    @Test
    void oneCodeAtTwoAddressesIsTwoAgentsThatAreToldApart() throws Exception {
        try (FleetAgent twin = new FleetAgent("agent-1", "web")) {
            terminal.with(twin).run("ps");
            assertThat(terminal.out())
                    .contains("agent-1@" + one.address(), "agent-1@" + twin.address());
        }
    }

    @Test
    void scriptsGetOneObjectAnAgent() throws Exception {
        terminal.with(FleetAgent.entry("agent-3", DEAD));
        terminal.run("ps", "-o", "json");
        assertThat(terminal.out().lines())
                .hasSize(3)
                .anyMatch(
                        line ->
                                line.startsWith(
                                                "{\"agent\":\"agent-1\",\"address\":\""
                                                        + one.address()
                                                        + "\",\"answer\":{\"agent_code\":\"agent-1\"")
                                        && line.endsWith(",\"result\":\"done\",\"reason\":\"\"}"))
                .anyMatch(
                        line ->
                                line.startsWith("{\"agent\":\"agent-3\"")
                                        && line.contains("\"result\":\"unreachable\""));
    }

    @Test
    void statusIsALineAnAgentAndOfAServiceTheWhole() throws Exception {
        terminal.run("status");
        assertThat(terminal.out())
                .containsSubsequence(
                        "AGENT", "agent-1  0.1.0", "1 running", "agent-2", "2 running");
        assertThat(terminal.run("status", "db")).isEqualTo(ExitCode.OK);
        assertThat(terminal.out()).contains("agent-2 | db", "agent-2 |   State:");
        assertThat(terminal.err()).isEmpty();
    }

    @Test
    void aServiceThatNobodyHasIsNotFound() throws Exception {
        assertThat(terminal.run("status", "nope")).isEqualTo(ExitCode.NOT_FOUND);
        assertThat(terminal.err()).contains("absent       agent-1, agent-2: has no such service");
    }

    @Test
    void everyLineOfALogStandsBehindItsAgent() throws Exception {
        assertThat(terminal.run("logs", "web", "-n", "2")).isEqualTo(ExitCode.OK);
        assertThat(terminal.out().lines())
                .containsExactlyInAnyOrder(
                        "agent-1 | agent-1 line 1",
                        "agent-1 | agent-1 line 2",
                        "agent-2 | agent-2 line 1",
                        "agent-2 | agent-2 line 2");
    }

    @Test
    void allLogsAreFollowedAtOnceHoweverFewMayBeAskedAtATime() throws Exception {
        CompletableFuture<ExitCode> code = CompletableFuture.supplyAsync(() -> follow("1"));
        var first = one.followers.poll(10, TimeUnit.SECONDS);
        var second = two.followers.poll(10, TimeUnit.SECONDS);
        second.onNext(StreamLogsResp.newBuilder().setLogLine("later").build());
        second.onCompleted();
        first.onCompleted();
        assertThat(code.get(10, TimeUnit.SECONDS)).isEqualTo(ExitCode.OK);
        assertThat(terminal.out()).isEqualTo("agent-2 | later\n");
    }

    @Test
    void whoeverReadsNoMoreEndsItAlsoForAgentsThatAreSilent() throws Exception {
        terminal.leaves();
        CompletableFuture<ExitCode> code = CompletableFuture.supplyAsync(() -> follow("2"));
        assertThat(two.followers.poll(10, TimeUnit.SECONDS)).isNotNull();
        var talking = one.followers.poll(10, TimeUnit.SECONDS);
        talking.onNext(StreamLogsResp.newBuilder().setLogLine("unread").build());
        assertThat(code.get(10, TimeUnit.SECONDS)).isEqualTo(ExitCode.OK);
    }

    private ExitCode follow(String concurrency) {
        try {
            return terminal.run("logs", "web", "-f", "-n", "0", "--concurrency", concurrency);
        } catch (RpcException | UsageException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void soManyAgentsAreAskedAtATimeAndNoMore() throws Exception {
        AtomicInteger now = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        CyclicBarrier pairs = new CyclicBarrier(2);
        Runnable meet =
                () -> {
                    most.accumulateAndGet(now.incrementAndGet(), Math::max);
                    meet(pairs);
                    now.decrementAndGet();
                };
        try (FleetAgent three = new FleetAgent("agent-3").whenAsked(meet);
                FleetAgent four = new FleetAgent("agent-4").whenAsked(meet)) {
            one.whenAsked(meet);
            two.whenAsked(meet);
            assertThat(terminal.with(three, four).run("ps", "--concurrency", "2"))
                    .isEqualTo(ExitCode.OK);
            assertThat(most).hasValue(2);
        }
    }

    /** Waits for the other one; alone it would break. */
    private static void meet(CyclicBarrier pairs) {
        try {
            pairs.await(10, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError("nobody else is asked at the same time", e);
        }
    }

    @Test
    void anAgentThatIsSilentCostsItsTimeAndNobodyElses() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        one.whenAsked(() -> awaitQuietly(never));
        assertThat(terminal.run("ps", "--timeout", "4s")).isEqualTo(ExitCode.PARTIAL);
        never.countDown();
        assertThat(terminal.out()).contains("agent-2  db");
        assertThat(terminal.err())
                .contains("unreachable  agent-1 (" + one.address() + "): no answer from ");
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void wrongUseIsSaidBeforeAnybodyIsAsked() {
        assertRefused("'pause' is not done to a fleet", "pause", "web");
        assertRefused("--home and --address name one", "ps", "--address", "a:1");
        assertRefused("'x': a number such as 5, or 10%", "ps", "--batch", "x");
        assertRefused("'0': a number from 1", "ps", "--concurrency", "0");
        assertRefused("name the services, or say --all", "restart");
        assertRefused("config NAME apply", "config", "web", "show", "x");
    }

    private void assertRefused(String why, String command, String... arguments) {
        assertThatExceptionOfType(UsageException.class)
                .isThrownBy(() -> terminal.run(command, arguments))
                .withMessageContaining(why);
    }
}
