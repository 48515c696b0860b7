package hostler.itest;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** The hostler command against a real agent: what a person at a terminal and a script rely on. */
@TestInstance(Lifecycle.PER_CLASS)
class CommandLineTest {
    private LiveAgent agent;

    @BeforeAll
    void anAgentRuns(@TempDir Path directory) throws Exception {
        agent = new LiveAgent(directory);
        agent.workspace()
                .sleeper("database", "")
                .sleeper("web", "\"dependencies\": [{\"package\": \"database\"}]")
                .shell("talker", "echo hello from talker; exec sleep 100000", "")
                .sleeper("spare", "");
        reader();
        agent.start().awaitRunning(5);
    }

    /** Reads something anew on a signal. */
    private void reader() {
        agent.workspace()
                .write(
                        "reader",
                        """
                        {"package": "reader", "version": "1", "binary": {"path": "run"},
                         "startup": {"autostart": true, "stop_timeout": "2s", "ready_log": "ready",
                                     "reload_signal": "USR1"}}
                        """)
                .script(
                        "reader",
                        "run",
                        "trap 'echo read anew' USR1; echo ready;"
                                + " while :; do sleep 100000 & wait $!; done");
    }

    @AfterAll
    void end() throws Exception {
        agent.close();
    }

    @Test
    void psShowsEveryServiceInATable() throws Exception {
        Outcome ps = agent.hostler("ps");
        assertThat(ps.exitCode()).as(ps.err()).isZero();
        assertThat(ps.out().lines().findFirst().orElseThrow())
                .contains("NAME", "STATE", "HEALTH", "PID");
        assertThat(ps.out()).contains("database", "talker", "web");
    }

    @Test
    void everyReadingCommandSpeaksJsonToScripts() throws Exception {
        Outcome ps = agent.hostler("ps", "--output", "json");
        assertThat(ps.out()).startsWith("{").contains("\"name\": \"web\"");
        Outcome status = agent.hostler("status", "web", "--output", "json");
        assertThat(status.out()).contains("\"dependencies\": [\"database\"]");
        assertThat(agent.hostler("plugins", "--output", "json").out())
                .contains("hostler.health.http");
    }

    @Test
    void stopAndStartWaitUntilItIsDone() throws Exception {
        assertThat(agent.hostler("stop", "spare").exitCode()).isZero();
        assertThat(agent.service("spare").orElseThrow().getPid()).isZero();
        assertThat(agent.hostler("start", "spare").exitCode()).isZero();
        assertThat(agent.service("spare").orElseThrow().getPid()).isPositive();
    }

    @Test
    void aStopThatRunningServicesDependOnIsRefusedAndNamesThem() throws Exception {
        Outcome stop = agent.hostler("stop", "database");
        assertThat(stop.exitCode()).isEqualTo(1);
        assertThat(stop.out() + stop.err()).contains("web").contains("--cascade");
        assertThat(agent.service("database").orElseThrow().getPid()).isPositive();
    }

    @Test
    void anUnknownServiceHasItsOwnExitCode() throws Exception {
        Outcome status = agent.hostler("status", "nope");
        assertThat(status.exitCode()).isEqualTo(4);
        assertThat(status.err()).contains("nope");
    }

    @Test
    void logsShowWhatAServiceWrote() throws Exception {
        assertThat(agent.hostler("logs", "talker").out()).contains("hello from talker");
    }

    @Test
    void logsAreSearched() throws Exception {
        Outcome found = agent.hostler("logs", "talker", "-g", "HELLO", "--since", "1h");
        assertThat(found.exitCode()).as(found.err()).isZero();
        assertThat(found.out()).isEqualTo("hello from talker\n");
        assertThat(agent.hostler("logs", "talker", "--level", "error").out()).isEmpty();
        Outcome boot = agent.hostler("logs", "talker", "--boot", "0");
        assertThat(boot.exitCode()).isEqualTo(1);
        assertThat(boot.err()).contains("does not tell one boot from another");
    }

    @Test
    void statusTellsWhyAndTheAgentsStatusTellsWhereItListens() throws Exception {
        assertThat(agent.hostler("status", "web").out()).contains("database").contains("running");
        assertThat(agent.hostler("status").out())
                .contains("127.0.0.1:" + agent.grpcPort())
                .contains(agent.home().toString());
    }

    @Test
    void withoutAnAgentTheErrorSaysHowToStartOne(@TempDir Path empty) throws Exception {
        Outcome ps = Outcome.of(empty, "ps");
        assertThat(ps.exitCode()).isEqualTo(3);
        assertThat(ps.err()).contains("hostler agent --home " + empty).doesNotContain("Exception");
    }

    @Test
    void wrongUseIsToldApartFromFailure() throws Exception {
        assertThat(agent.hostler("pss").exitCode()).isEqualTo(2);
        assertThat(agent.hostler("start").exitCode()).isEqualTo(2);
        assertThat(agent.hostler("--help").out()).contains("ps", "status", "console");
        assertThat(agent.hostler("start", "--help").out()).contains("--no-wait");
    }

    @Test
    void checkSaysWhatIsWrongBeforeAFileIsUsed(@TempDir Path files) throws Exception {
        Path yaml = Files.writeString(files.resolve("agent.yaml"), "server:\n  grpc_port: 70000\n");
        Outcome check = agent.hostler("check", yaml.toString());
        assertThat(check.exitCode()).isEqualTo(1);
        assertThat(check.out() + check.err())
                .contains("agent.yaml:2:")
                .contains("server.grpc_port");
        assertThat(agent.hostler("check", agent.home().resolve("workspace").toString()).exitCode())
                .isZero();
    }

    @Test
    void reloadReportsWhatItDid() throws Exception {
        assertThat(agent.hostler("reload").exitCode()).isZero();
    }

    @Test
    void reloadOfAServiceReachesItsProcessAndLeavesItRunning() throws Exception {
        int pid = agent.service("reader").orElseThrow().getPid();
        Outcome reload = agent.hostler("reload", "reader");
        assertThat(reload.exitCode()).as(reload.out() + reload.err()).isZero();
        agent.await(
                "it has read anew",
                () -> agent.hostler("logs", "reader").out().contains("read anew"));
        assertThat(agent.service("reader").orElseThrow().getPid()).isEqualTo(pid);
        assertThat(agent.hostler("status", "reader").out()).contains("reloaded, commanded by ");
    }

    @Test
    void reloadOfAServiceThatDoesNotSayHowIsRefusedWithWhatToDo() throws Exception {
        Outcome reload = agent.hostler("reload", "spare");
        assertThat(reload.exitCode()).isEqualTo(1);
        assertThat(reload.out()).contains("declare startup.reload_signal");
    }

    @Test
    void theConsoleRunsAFrameworkCommandForTheLocalAdministrator() throws Exception {
        Outcome console = agent.hostler("console", "hostler:ps");
        assertThat(console.exitCode()).as(console.err()).isZero();
        assertThat(console.out()).contains("database");
    }

    @Test
    void aLocalCommandLoadsNothingOfTheNetworkOrOfFleets() throws Exception {
        Process process =
                new ProcessBuilder(
                                System.getProperty("java.home") + "/bin/java",
                                "-Xlog:class+load:stdout",
                                "-cp",
                                Project.DISTRIBUTION.resolve("lib/cli") + "/*",
                                "hostler.cli.Main",
                                "--home",
                                agent.home().toString(),
                                "ps")
                        .start();
        String loaded = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).isZero();
        assertThat(loaded)
                .contains("hostler.cli.command.PsCommand ", "database")
                .doesNotContain("io.grpc.", "hostler.etcd.", "io.etcd.", "hostler.cli.fleet.");
    }

    @Test
    void completionIsAScript() throws Exception {
        assertThat(agent.hostler("completion").out()).contains("complete -F");
    }
}
