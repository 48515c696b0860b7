package hostler.itest;

import static org.assertj.core.api.Assertions.assertThat;

import hostler.etcd.testkit.EtcdMember;
import hostler.proto.v1.Service;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.SynchronousBundleListener;

/** Replacing the registrar under a running agent changes who announces it, and nothing else. */
class RegistrarSwapTest {
    private static final String REGISTRAR = "hostler.registrar.etcd";
    private static final int SERVICES = 5;
    private static final int SWAPS = 3;

    @TempDir Path directory;
    private EtcdMember member;
    private EmbeddedAgent agent;

    @BeforeEach
    void anAgentIsRegistered() throws Exception {
        EtcdMember.require();
        Peer.require(
                "an address beyond loopback", "sh", "-c", "ip -4 addr | grep -q 'scope global'");
        member = EtcdMember.started(directory);
        agent = new EmbeddedAgent(directory.resolve("agent"));
        agent.configure(
                """
                  address: 0.0.0.0
                  insecure: true
                registry:
                  etcd_endpoints: ["%s"]
                """
                        .formatted(member.endpoint()));
        for (int number = 0; number < SERVICES; number++) {
            agent.workspace().sleeper("s" + number, "");
        }
        agent.start().awaitRunning(SERVICES);
        awaitOneSetOfKeys();
    }

    @AfterEach
    void end() {
        agent.close();
        member.close();
    }

    @Test
    void theAgentIsThereOnceAfterEachSwapAndNoServiceNotices() throws Exception {
        List<String> keys = member.keys();
        Map<String, Identity> before = agent.identities();
        Set<String> touched = new ConcurrentSkipListSet<>();
        SynchronousBundleListener listener =
                event -> touched.add(event.getBundle().getSymbolicName());
        agent.context().addBundleListener(listener);

        for (int swap = 1; swap <= SWAPS; swap++) {
            List<String> leases = member.leases();
            swapTo("9.0." + swap);
            agent.await("the new one has registered", () -> !member.leases().equals(leases));
            awaitOneSetOfKeys();
        }

        assertThat(member.keys()).isEqualTo(keys);
        assertThat(touched).containsExactly(REGISTRAR);
        assertThat(agent.identities()).isEqualTo(before);
        assertThat(agent.services()).extracting(Service::getTotalRestarts).containsOnly(0L);
    }

    private void swapTo(String version) throws Exception {
        Path jar =
                Jars.withVersion(
                        Project.BUNDLES.resolve(REGISTRAR + ".jar"),
                        version,
                        directory.resolve("swap.jar"));
        Jars.drop(jar, agent.deploy(), "registrar.jar");
        agent.await(version + " runs", () -> runs(version));
    }

    private boolean runs(String version) {
        Bundle registrar = agent.bundle(REGISTRAR);
        return registrar.getVersion().toString().equals(version)
                && registrar.getState() == Bundle.ACTIVE;
    }

    private void awaitOneSetOfKeys() {
        agent.await(
                "three keys under one lease, and all services in them",
                () ->
                        member.keys().size() == 3
                                && member.leases().size() == 1
                                && runningInEtcd() == SERVICES);
    }

    private int runningInEtcd() {
        String state = "\\\"is_running\\\":true";
        return member.value("/agents/agent/agent-001").split(Pattern.quote(state), -1).length - 1;
    }
}
