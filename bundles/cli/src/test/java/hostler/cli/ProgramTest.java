package hostler.cli;

import static org.assertj.core.api.Assertions.assertThat;

import hostler.cli.command.CommandLines;
import hostler.proto.v1.Action;
import hostler.proto.v1.CommandRequest;
import hostler.proto.v1.Event;
import hostler.proto.v1.QueryLogsRequest;
import io.grpc.stub.StreamObserver;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole command lines against an agent on real sockets. */
class ProgramTest {
    @TempDir static Path home;

    private static FakeAgent agent;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final Map<String, String> variables = new HashMap<>();
    private boolean terminal;

    @BeforeAll
    static void serve() throws IOException {
        agent = new FakeAgent(home.resolve("var/run/agent.sock"));
    }

    @AfterAll
    static void close() {
        agent.close();
    }

    @Test
    void psIsATableWithTheProblemsBelow() {
        assertThat(run("ps")).isEqualTo(ExitCode.OK);
        assertThat(out.toString(StandardCharsets.UTF_8).lines())
                .containsExactly(
                        "NAME  STATE    HEALTH    PID  UPTIME  RESTARTS  VERSION  CHECK  REASON",
                        "db    failed   -           -       -         0  -        -      given up"
                                + " after 5 restarts?[2J",
                        "web   running  healthy  4711    1h2m         2  1.2.0    http   started"
                                + " by root; its check passed",
                        "/srv/workspace/bad/package.json:3:5: version: a text was expected");
        assertThat(err.size()).isZero();
    }

    @Test
    void optionsMayStandBeforeTheCommand() {
        assertThat(new Program(environment()).run("--home", home.toString(), "-o", "json", "ps"))
                .isEqualTo(ExitCode.OK);
        assertThat(text(out))
                .contains("\"name\": \"web\"")
                .contains("\"total_restarts\": \"2\"")
                .contains("\"health_message\": \"\"");
    }

    @Test
    void coloursAreForTerminalsThatWantThem() {
        terminal = true;
        run("ps");
        assertThat(text(out)).contains("\u001b[32mrunning\u001b[0m").doesNotContain("\u001b[2J");
        out.reset();
        variables.put("NO_COLOR", "1");
        run("ps");
        assertThat(text(out)).doesNotContain("\u001b");
    }

    @Test
    void lastColumnEndsWhereTheTerminalDoes() {
        terminal = true;
        variables.put("NO_COLOR", "1");
        variables.put("COLUMNS", "80");
        run("ps");
        assertThat(text(out).lines().filter(line -> line.startsWith("web")))
                .singleElement()
                .satisfies(line -> assertThat(line).hasSize(80).endsWith("…"));
    }

    @Test
    void statusOfAServiceSaysWhyAndWhatHappened() {
        assertThat(run("status", "web")).isEqualTo(ExitCode.OK);
        assertThat(text(out))
                .contains("Why:          started by root; its check passed")
                .contains("pid 4711, up 1h2m")
                .contains("Last exit:    killed by signal 9")
                .contains("exit      killed by signal 9; restarted at once");
    }

    @Test
    void statusOfTheAgentSaysWhatIsWrong() {
        assertThat(run("status")).isEqualTo(ExitCode.OK);
        assertThat(text(out))
                .contains("Listens on:   127.0.0.1:10380 (plaintext)")
                .contains("Registered:   with etcd 192.0.2.9:2379, unconfirmed since ")
                .contains(": no answer")
                .contains("Services:     2: 1 running, 1 failed")
                .contains("Configuration: refused, the one before stays in force")
                .contains("Wrong:        x:1: y")
                .contains("Packages:     /srv/workspace/bad/package.json:3:5");
    }

    @Test
    void unknownServiceIsItsOwnExitCodeAndOneLine() {
        assertThat(run("status", "nope")).isEqualTo(ExitCode.NOT_FOUND);
        assertThat(text(err)).isEqualTo("hostler status: service nope not found\n");
        assertThat(out.size()).isZero();
    }

    @Test
    void debugAddsTheStackTrace() {
        variables.put("HOSTLER_DEBUG", "1");
        run("status", "nope");
        assertThat(text(err)).contains("RpcException").contains("\tat hostler.cli");
    }

    @Test
    void startWaitsWithProgressAndAResult() throws InterruptedException {
        agent.commands.clear();
        assertThat(run("start", "web", "db", "--timeout", "5s")).isEqualTo(ExitCode.OK);
        assertThat(text(err)).isEqualTo("web: starting\ndb: starting\n");
        assertThat(text(out))
                .isEqualTo(
                        """
                        NAME  RESULT  STATE    REASON
                        db    ok      running  ready
                        web   ok      running  ready
                        """);
        CommandRequest request = agent.commands.poll(10, TimeUnit.SECONDS);
        assertThat(request.getAction()).isEqualTo(Action.ACTION_START);
        assertThat(request.getWait()).isTrue();
        assertThat(request.getTimeout().getSeconds()).isEqualTo(5);
    }

    @Test
    void aTaskThatHasCompletedIsASuccessInGreen() {
        terminal = true;
        assertThat(run("start", "task")).isEqualTo(ExitCode.OK);
        assertThat(text(out)).contains("\u001b[32mok\u001b[0m", "\u001b[32mcompleted\u001b[0m");
    }

    @Test
    void oneFailureOfSeveralIsAFailureThatSaysWhy() {
        assertThat(run("restart", "web", "bad")).isEqualTo(ExitCode.FAILED);
        assertThat(text(out)).contains("bad   failed  failed   no such program: /bin/none");
    }

    @Test
    void serviceThatDoesNotSettleIsATimeout() {
        assertThat(run("start", "web", "slow", "--timeout", "300ms")).isEqualTo(ExitCode.TIMEOUT);
        assertThat(text(err)).endsWith("hostler: not settled within 300ms\n");
    }

    @Test
    void stopTakesCascadeAllAndNoWait() throws InterruptedException {
        agent.commands.clear();
        assertThat(run("stop", "--all", "--cascade", "--no-wait")).isEqualTo(ExitCode.OK);
        CommandRequest request = agent.commands.poll(10, TimeUnit.SECONDS);
        assertThat(request.getAll()).isTrue();
        assertThat(request.getCascade()).isTrue();
        assertThat(request.getWait()).isFalse();
    }

    @Test
    void commandsWithoutServicesAreRefused() {
        assertThat(run("start")).isEqualTo(ExitCode.USAGE);
        assertThat(text(err))
                .isEqualTo(
                        """
                        hostler start: name the services, or say --all
                        Try: hostler start --help
                        """);
    }

    @Test
    void logsPrintsLines() {
        assertThat(run("logs", "web", "-n", "2")).isEqualTo(ExitCode.OK);
        assertThat(text(out)).isEqualTo("line 2\nline 1\n");
        out.reset();
        run("logs", "web", "-n", "1", "-o", "json");
        assertThat(text(out)).isEqualTo("{\"log_line\":\"line 1\",\"is_eof\":false}\n");
    }

    @Test
    void logsThatMatchAreTheNewestInOrder() throws InterruptedException {
        agent.queries.clear();
        assertThat(
                        run(
                                "logs",
                                "web",
                                "--since",
                                "2026-02-03T12:00:00Z",
                                "--level",
                                "error",
                                "-g",
                                "--lost",
                                "--boot",
                                "-1",
                                "-n",
                                "2"))
                .isEqualTo(ExitCode.OK);
        assertThat(text(out)).isEqualTo("older\nnewest\n");
        assertThat(text(err)).startsWith("the newest 2 of 9 matches");
        QueryLogsRequest query = agent.queries.poll(10, TimeUnit.SECONDS);
        assertThat(query.getService()).isEqualTo("web");
        assertThat(query.getSince().getSeconds())
                .isEqualTo(Instant.parse("2026-02-03T12:00:00Z").getEpochSecond());
        assertThat(query.hasUntil()).isFalse();
        assertThat(query.getLevel()).isEqualTo("error");
        assertThat(query.getKeyword()).isEqualTo("--lost");
        assertThat(query.getBoot()).isEqualTo("-1");
        assertThat(query.getLimit()).isEqualTo(2);
        assertThat(query.getNewestFirst()).isTrue();
    }

    @Test
    void logsThatMatchAreNotFollowed() {
        assertThat(run("logs", "web", "-f", "--grep", "x")).isEqualTo(ExitCode.USAGE);
        assertThat(text(err)).contains("--follow goes with none of --since");
        assertThat(run("logs", "web", "--since", "yesterday")).isEqualTo(ExitCode.USAGE);
        assertThat(text(err)).contains("--since 'yesterday': how long ago");
    }

    @Test
    void healthListsAndLooksBack() {
        assertThat(run("health")).isEqualTo(ExitCode.OK);
        assertThat(text(out)).contains("web   degraded  http   12ms  -   slow");
        out.reset();
        assertThat(run("health", "web", "--history", "--limit", "3")).isEqualTo(ExitCode.OK);
        assertThat(text(out).lines()).hasSize(4);
        assertThat(run("health", "--history")).isEqualTo(ExitCode.USAGE);
    }

    @Test
    void pluginsShowsWhatWasRefused() {
        assertThat(run("plugins")).isEqualTo(ExitCode.OK);
        assertThat(text(out))
                .contains("health.dns  -        refused")
                .contains("dns.jar  truncated");
    }

    @Test
    void reloadOfAWrongFileFails() {
        assertThat(run("reload")).isEqualTo(ExitCode.FAILED);
        assertThat(text(out)).contains("agent.yaml:2:3: agent.cod: unknown");
    }

    @Test
    void reloadWithNamesIsOfServices() throws InterruptedException {
        agent.commands.clear();
        assertThat(run("reload", "web", "bad")).isEqualTo(ExitCode.FAILED);
        assertThat(text(out))
                .contains("bad   failed  failed")
                .contains("web   ok      running")
                .doesNotContain("agent.yaml");
        CommandRequest request = agent.commands.poll(10, TimeUnit.SECONDS);
        assertThat(request.getAction()).isEqualTo(Action.ACTION_RELOAD);
        assertThat(request.getServicesList()).containsExactly("web", "bad");
        assertThat(request.getWait()).isTrue();
        assertThat(run("reload", "--no-wait")).isEqualTo(ExitCode.USAGE);
        assertThat(text(err)).contains("hostler reload: name the services, or say --all");
    }

    @Test
    void eventsOfThePast() {
        assertThat(run("events", "web")).isEqualTo(ExitCode.OK);
        assertThat(text(out)).contains("exit      web: killed by signal 9; restarted at once");
    }

    @Test
    void watchDrawsAgainAfterAnEventAndEndsWithTheAgent() throws Exception {
        CompletableFuture<ExitCode> code =
                CompletableFuture.supplyAsync(() -> run("ps", "--watch", "-o", "json"));
        StreamObserver<Event> watcher = agent.watchers.poll(10, TimeUnit.SECONDS);
        watcher.onNext(Event.newBuilder().setSequence(1).build());
        watcher.onCompleted();
        assertThat(code.get(10, TimeUnit.SECONDS)).isEqualTo(ExitCode.OK);
        assertThat(text(out).lines()).isNotEmpty().allMatch(line -> line.startsWith("{\"agent"));
    }

    @Test
    void remoteAgentIsReachedThroughItsAddress() {
        assertThat(run("ps", "--address", agent.address())).isEqualTo(ExitCode.OK);
        assertThat(text(out)).contains("web   running");
        assertThat(run("status", "nope", "--address", agent.address()))
                .isEqualTo(ExitCode.NOT_FOUND);
    }

    @Test
    void nobodyAtAnAddress() {
        assertThat(run("ps", "--address", "127.0.0.1:1")).isEqualTo(ExitCode.UNREACHABLE);
        assertThat(text(err)).startsWith("hostler ps: no agent answers at 127.0.0.1:1; ");
        assertThat(run("ps", "--address", "nowhere")).isEqualTo(ExitCode.USAGE);
    }

    @Test
    void noAgentSaysHowToStartOne(@TempDir Path empty) {
        variables.put("HOSTLER_HOME", empty.toString());
        assertThat(new Program(environment()).run("ps")).isEqualTo(ExitCode.UNREACHABLE);
        assertThat(text(err))
                .isEqualTo(
                        "hostler ps: no agent answers at "
                                + empty.resolve("var/run/agent.sock")
                                + "; start one with: hostler agent --home "
                                + empty
                                + "\n");
    }

    @Test
    void agentThatDoesNotAnswerIsATimeout(@TempDir Path hung) throws IOException {
        Path socket = hung.resolve("var/run/agent.sock");
        Files.createDirectories(socket.getParent());
        try (ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            listener.bind(UnixDomainSocketAddress.of(socket));
            ExitCode code =
                    new Program(environment())
                            .run("ps", "--home", hung.toString(), "--timeout", "50ms");
            assertThat(code).isEqualTo(ExitCode.TIMEOUT);
            assertThat(text(err)).contains("no answer from the agent within 50ms");
        }
    }

    @Test
    void unknownCommandsAndOptionsAreExplained() {
        assertThat(run("pss")).isEqualTo(ExitCode.USAGE);
        assertThat(text(err))
                .startsWith("hostler pss: there is no command 'pss'; did you mean 'ps'?");
        err.reset();
        assertThat(run("ps", "--watsch")).isEqualTo(ExitCode.USAGE);
        assertThat(text(err))
                .startsWith("hostler ps: there is no option --watsch; did you mean '--watch'?");
        err.reset();
        assertThat(run("ps", "--timeout", "soon")).isEqualTo(ExitCode.USAGE);
        assertThat(text(err)).contains("'soon': a duration such as 30s");
    }

    @Test
    void everyCommandHasHelp() {
        assertThat(run("--help")).isEqualTo(ExitCode.OK);
        assertThat(text(out)).contains("Commands:").contains("124").contains("HOSTLER_HOME");
        for (String name : CommandLines.NAMES) {
            out.reset();
            assertThat(run(name, "--help")).as(name).isEqualTo(ExitCode.OK);
            assertThat(text(out)).as(name).startsWith("Usage: hostler " + name).contains("--home");
        }
    }

    @Test
    void helpOnFleetsIsOneForAllTheirCommands() {
        assertThat(run("--fleet", "etcd://127.0.0.1:1", "ps", "--help")).isEqualTo(ExitCode.OK);
        assertThat(text(out))
                .startsWith("Usage: hostler fleet")
                .contains("--max-failed", "--batch 20% --pause 30s", "130");
        assertThat(run("fleet")).isEqualTo(ExitCode.USAGE);
        assertThat(text(err)).contains("say: hostler --fleet etcd://HOST:2379 COMMAND");
    }

    @Test
    void anEtcdThatDoesNotAnswerIsUnreachable() {
        assertThat(run("--batch", "5%", "--fleet", "etcd://127.0.0.1:1", "restart", "web"))
                .isEqualTo(ExitCode.UNREACHABLE);
        assertThat(text(err)).startsWith("hostler restart: etcd: ").contains("127.0.0.1:1");
        assertThat(run("--fleet", "10.0.0.1:2379", "ps")).isEqualTo(ExitCode.USAGE);
    }

    @Test
    void completionKnowsTheCommands() {
        assertThat(run("completion")).isEqualTo(ExitCode.OK);
        assertThat(text(out)).contains("complete -F").contains("restart").contains("--no-wait");
    }

    private ExitCode run(String... args) {
        variables.putIfAbsent("HOSTLER_HOME", home.toString());
        return new Program(environment()).run(args);
    }

    private Environment environment() {
        InputStream nothing = new ByteArrayInputStream(new byte[0]);
        return new Environment(variables, null, nothing, stream(out), stream(err), terminal);
    }

    private static PrintStream stream(ByteArrayOutputStream target) {
        return new PrintStream(target, true, StandardCharsets.UTF_8);
    }

    private static String text(ByteArrayOutputStream target) {
        return target.toString(StandardCharsets.UTF_8);
    }
}
