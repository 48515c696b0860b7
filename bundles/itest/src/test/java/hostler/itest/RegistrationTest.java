package hostler.itest;

import static org.assertj.core.api.Assertions.assertThat;

import hostler.etcd.testkit.EtcdMember;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A whole agent with a real etcd. */
class RegistrationTest {
    @TempDir Path directory;

    @BeforeAll
    static void peers() throws Exception {
        EtcdMember.require();
        Peer.require(
                "an address beyond loopback", "sh", "-c", "ip -4 addr | grep -q 'scope global'");
    }

    /** Continues the table server, which is begun by {@link RunningAgent#configure}. */
    private static String reachable(EtcdMember member) {
        return "  address: 0.0.0.0\n  insecure: true\n" + registry(member);
    }

    private static String registry(EtcdMember member) {
        return """
        registry:
          etcd_endpoints: ["%s"]
          ttl: 3s
          required: true
        """
                .formatted(member.endpoint());
    }

    private LiveAgent agent(EtcdMember member) throws Exception {
        LiveAgent agent = new LiveAgent(directory.resolve("agent"));
        agent.configure(reachable(member));
        agent.workspace().sleeper("web", "");
        return agent;
    }

    private static String code(EtcdMember member) {
        return member.value("/agents/agent/agent-001");
    }

    private static void awaitSeen(LiveAgent agent, EtcdMember member, boolean running) {
        String state = "\\\"name\\\":\\\"web\\\",\\\"version\\\":\\\"1.0.0\\\",\\\"is_running\\\":";
        agent.await("etcd shows it", () -> code(member).contains(state + running));
    }

    @Test
    void whatTheAgentDoesIsSeenInEtcdUntilItEnds() throws Exception {
        try (EtcdMember member = EtcdMember.started(directory);
                LiveAgent agent = agent(member)) {
            agent.start().awaitRunning(1);
            awaitSeen(agent, member, true);
            assertThat(member.keys())
                    .hasSize(3)
                    .anyMatch(key -> key.matches("grpc://server-agent/.+:" + agent.grpcPort()))
                    .anyMatch(key -> key.matches("hostler/agents/.+:" + agent.grpcPort()));
            assertThat(agent.hostler("status").out())
                    .contains("Registered:   with etcd " + member.endpoint() + " as ");
            agent.await("it is ready", () -> ready(agent) == 200);

            agent.hostler("stop", "web");
            awaitSeen(agent, member, false);

            agent.terminate();
            assertThat(member.keys()).isEmpty();
            assertThat(member.leases()).isEmpty();
        }
    }

    @Test
    void aKilledAgentIsForgottenAndItsSuccessorIsSeenOnce() throws Exception {
        try (EtcdMember member = EtcdMember.started(directory);
                LiveAgent agent = agent(member)) {
            agent.start().awaitRunning(1);
            awaitSeen(agent, member, true);

            agent.kill();
            agent.await("it is forgotten", () -> member.keys().isEmpty());

            agent.start();
            awaitSeen(agent, member, true);
            assertThat(member.keys()).hasSize(3);
            assertThat(member.leases()).hasSize(1);
        }
    }

    @Test
    void servicesDoNotNoticeThatEtcdIsAway() throws Exception {
        try (EtcdMember member = EtcdMember.started(directory);
                LiveAgent agent = agent(member)) {
            agent.start().awaitRunning(1);
            awaitSeen(agent, member, true);
            Map<String, Identity> before = agent.identities();
            assertThat(registered(agent)).isEqualTo(1);

            member.kill();
            agent.await("it says so", () -> agent.hostler("status").out().contains("refused"));
            assertThat(registered(agent)).isZero();
            assertThat(
                            Scrape.of(agent)
                                    .value("hostler_registration_problem", "cause", "unreachable"))
                    .isEqualTo(1);
            assertThat(agent.hostler("restart", "web").exitCode()).isZero();
            assertThat(agent.identities()).hasSize(1).isNotEqualTo(before);

            member.start();
            awaitSeen(agent, member, true);
            agent.await("it is ready again", () -> ready(agent) == 200);
            agent.await("the figures say so", () -> registered(agent) == 1);
        }
    }

    @Test
    void onLoopbackAloneItIsNotAnnouncedAndSaysWhatToSet() throws Exception {
        try (EtcdMember member = EtcdMember.started(directory);
                LiveAgent agent = new LiveAgent(directory.resolve("agent"))) {
            agent.configure(registry(member));
            agent.start();

            agent.await(
                    "it says what to set",
                    () -> agent.hostler("status").out().contains("set server.address"));
            assertThat(member.keys()).isEqualTo(List.of());
            assertThat(ready(agent)).isEqualTo(503);
        }
    }

    private static double registered(LiveAgent agent) throws Exception {
        return Scrape.of(agent).value("hostler_registered", "registrar", "etcd");
    }

    private static int ready(LiveAgent agent) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            URI uri = URI.create("http://127.0.0.1:" + agent.httpPort() + "/ready");
            return client.send(
                            HttpRequest.newBuilder(uri).build(),
                            HttpResponse.BodyHandlers.discarding())
                    .statusCode();
        }
    }
}
