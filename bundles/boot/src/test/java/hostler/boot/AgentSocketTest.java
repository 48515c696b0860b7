package hostler.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class AgentSocketTest {

    @Test
    void socketsLieInTheHome() {
        AgentSocket socket = new AgentSocket(Path.of("/srv/x/../hostler"), null);
        assertThat(socket.calls()).hasToString("/srv/hostler/var/run/agent.sock");
        assertThat(socket.console()).hasToString("/srv/hostler/var/run/console.sock");
    }

    @Test
    void pathOf107BytesIsTheLongestThatIsUsed() {
        String longest = "/" + "h".repeat(106 - "/var/run/agent.sock".length());
        assertThat(new AgentSocket(Path.of(longest), null).calls().toString()).hasSize(107);
        assertThat(new AgentSocket(Path.of(longest + "h"), null).calls().toString())
                .matches("/run/hostler/[0-9a-f]{16}\\.sock");
    }

    @Test
    void longHomeIsHashed() {
        Path home = Path.of("/" + "h".repeat(120));
        assertThat(new AgentSocket(home, "/run/user/7").calls())
                .hasToString("/run/user/7/hostler/62e80da38a4e4441.sock");
        assertThat(new AgentSocket(home, "").console().toString())
                .isEqualTo("/run/hostler/62e80da38a4e4441.console.sock");
    }
}
