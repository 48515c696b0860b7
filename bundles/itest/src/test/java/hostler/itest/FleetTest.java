package hostler.itest;

import static org.assertj.core.api.Assertions.assertThat;

import hostler.etcd.testkit.EtcdMember;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** The hostler command against the agents of four machines that a real etcd knows. */
@TestInstance(Lifecycle.PER_CLASS)
class FleetTest {
    private static final int AGENTS = 4;

    private final List<LiveAgent> agents = new ArrayList<>();
    private Path directory;
    private EtcdMember etcd;

    @BeforeAll
    void aFleetRuns(@TempDir Path shared) throws Exception {
        EtcdMember.require();
        directory = shared;
        etcd = EtcdMember.started(directory.resolve("etcd"));
        for (int number = 1; number <= AGENTS; number++) {
            agents.add(agent(number).launch());
        }
        for (LiveAgent agent : agents) {
            agent.awaitAnswer().awaitRunning(5);
            new Registration(code(agent), address(agent)).put(etcd);
        }
        etcd.ctl("put", "grpc://server-agent/127.0.0.9:1", "no agent wrote this");
    }

    /** Every machine has an address of its own. */
    private LiveAgent agent(int number) throws Exception {
        LiveAgent agent = new LiveAgent(directory.resolve("agent-" + number));
        agent.configure(
                "  address: 127.0.0.1%d%nagent:%n  code: agent-%d%n".formatted(number, number));
        agent.workspace()
                .sleeper("web", "\"healthcheck\": {\"type\": \"process\", \"interval\": \"1s\"}")
                .sleeper("slow", "")
                .configured("tuned", "as it was")
                .shell("talker", "echo hello from agent-" + number + "; exec sleep 100000", "")
                .shell("fragile", fragile(number), CHECK)
                .script("fragile", "check", "[ ! -e \"$(dirname \"$0\")/ill\" ]");
        return agent;
    }

    private static final String CHECK =
            "\"healthcheck\": {\"type\": \"script\", \"script_path\": \"check\","
                    + " \"interval\": \"1s\", \"retries\": 1}";

    /** On the second machine it is ill once it was stopped, before it is started again. */
    private static String fragile(int number) {
        return number == 2
                ? "cd \"$(dirname \"$0\")\"; trap 'touch ill; exit' TERM; sleep 1d & wait"
                : "exec sleep 1d";
    }

    private static String code(LiveAgent agent) {
        return agent.home().getFileName().toString();
    }

    private static String address(LiveAgent agent) {
        String number = code(agent).substring("agent-".length());
        return "127.0.0.1" + number + ":" + agent.grpcPort();
    }

    @AfterAll
    void end() throws Exception {
        for (LiveAgent agent : agents) {
            agent.close();
        }
        if (etcd != null) {
            etcd.close();
        }
    }

    private Outcome fleet(String... arguments) throws Exception {
        List<String> all = new ArrayList<>(List.of("--fleet", "etcd://" + etcd.endpoint()));
        all.addAll(List.of("--agents", "agent-*"));
        all.addAll(List.of(arguments));
        return Outcome.of(directory, all.toArray(String[]::new));
    }

    @Test
    void psIsTheServicesOfAllMachinesInOneTable() throws Exception {
        Outcome ps = fleet("ps");
        assertThat(ps.exitCode()).as(ps.err()).isZero();
        assertThat(ps.out().lines()).hasSize(1 + 5 * AGENTS);
        assertThat(ps.out())
                .containsSubsequence("agent-1  fragile", "agent-2  web", "agent-4  talker");
        assertThat(ps.err()).isEmpty();
    }

    @Test
    void whatIsNoAgentIsNamedAndTheAgentsAnswer() throws Exception {
        Outcome status = Outcome.of(directory, "--fleet", "etcd://" + etcd.endpoint(), "status");
        assertThat(status.exitCode()).isEqualTo(6);
        assertThat(status.out()).contains("agent-1", "agent-4");
        assertThat(status.err()).contains("left out     grpc://server-agent/127.0.0.9:1: ");
    }

    @Test
    void scriptsGetOneObjectAnAgent() throws Exception {
        assertThat(fleet("ps", "--output", "json").out().lines())
                .hasSize(AGENTS)
                .allMatch(line -> line.startsWith("{\"agent\":\"agent-"))
                .allMatch(line -> line.contains("\"result\":\"done\""));
    }

    @Test
    void restartGoesFromMachineToMachineAndEveryProcessIsAnotherOne() throws Exception {
        List<Identity> before = identities("web");
        Outcome restart = fleet("restart", "web", "--batch", "50%");
        assertThat(restart.exitCode()).as(restart.err()).isZero();
        assertThat(restart.out().lines()).hasSize(AGENTS).allMatch(line -> line.contains("done"));
        assertThat(identities("web")).doesNotContainAnyElementsOf(before).hasSize(AGENTS);
        assertThat(before).noneMatch(Identity::alive);
    }

    private List<Identity> identities(String service) {
        return agents.stream().map(agent -> agent.identities().get(service)).toList();
    }

    @Test
    void complaint12ARollingRestartStopsWhereHealthDrops() throws Exception {
        List<Identity> before = identities("fragile");
        Outcome restart = fleet("restart", "fragile", "--batch", "1", "--timeout", "15s");
        assertThat(restart.exitCode()).isEqualTo(6);
        assertThat(restart.out()).contains("agent-1 | done", "agent-2 | failed");
        assertThat(restart.err())
                .contains("hostler: 1 done, 1 failed, 2 not begun of 4 agents")
                .contains("not begun    agent-3", "not begun    agent-4");
        assertThat(before.get(0).alive()).isFalse();
        assertThat(before.subList(2, AGENTS)).allMatch(Identity::alive);
    }

    @Test
    void configurationIsReplacedOnEveryMachine() throws Exception {
        Path wanted = Files.writeString(directory.resolve("settings.conf"), "colour = blue");
        Outcome apply = fleet("config", "tuned", "apply", wanted.toString(), "--batch", "50%");
        assertThat(apply.exitCode()).as(apply.err()).isZero();
        assertThat(apply.out())
                .contains("agent-1 | done: Configs applied", "agent-4 | done: Configs applied");
        assertThat(settings()).allSatisfy(file -> assertThat(file).hasContent("colour = blue"));
    }

    @Test
    void configurationThatDoesNotWorkGetsNoFurtherThanTheFirstMachine() throws Exception {
        List<Identity> before = identities("tuned");
        Path broken = Files.writeString(directory.resolve("bad.conf"), "broken");
        Outcome apply = fleet("config", "tuned", "apply", settings().getFirst() + "=" + broken);
        assertThat(apply.exitCode()).isEqualTo(7);
        assertThat(apply.err()).contains("1 failed, 3 not begun of 4 agents");
        assertThat(settings()).noneSatisfy(file -> assertThat(file).hasContent("broken"));
        assertThat(before.subList(1, AGENTS)).allMatch(Identity::alive);
    }

    private List<Path> settings() {
        return agents.stream().map(agent -> agent.workspace().settings("tuned")).toList();
    }

    @Test
    void followedLogsGoOnFromAllMachines() throws Exception {
        try (Typed logs = typed("logs", "talker", "--follow")) {
            logs.await("agent-1 | hello from agent-1");
            logs.await("agent-4 | hello from agent-4");
            long before = logs.count("agent-3 | hello from agent-3");
            assertThat(agents.get(2).hostler("restart", "talker").exitCode()).isZero();
            logs.await("agent-3 | hello from agent-3", before + 1);
        }
    }

    private Typed typed(String... arguments) throws Exception {
        List<String> command =
                new ArrayList<>(List.of("--fleet", "etcd://" + etcd.endpoint(), "--agents"));
        command.add("agent-*");
        command.addAll(List.of(arguments));
        return Typed.start(directory, command);
    }

    @Test
    void ctrlCEndsARollingRestartBetweenBatches() throws Exception {
        List<Identity> before = identities("slow");
        try (Typed restart = typed("restart", "slow", "--batch", "1", "--pause", "1h")) {
            restart.await("agent-1 | done");
            restart.interrupt();
            assertThat(restart.ends(60, TimeUnit.SECONDS)).isEqualTo(130);
            restart.await("hostler: 1 done, 3 not begun of 4 agents");
        }
        assertThat(before.getFirst().alive()).isFalse();
        assertThat(before.subList(1, AGENTS)).allMatch(Identity::alive);
    }

    @Test
    void anEtcdThatIsAwayIsToldApartFromAnEmptyFleet() throws Exception {
        assertThat(Outcome.of(directory, "--fleet", "etcd://127.0.0.1:1", "ps").exitCode())
                .isEqualTo(3);
        assertThat(fleet("ps", "--agents", "nobody").exitCode()).isEqualTo(4);
    }
}
