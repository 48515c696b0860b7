package hostler.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AgentSocketTest {
    @Test
    void aSocketLiesInTheAgentsOwnDirectory() {
        assertThat(AgentSocket.of(Path.of("/srv/agent"), "agent.sock", Map.of()))
                .isEqualTo(Path.of("/srv/agent/var/run/agent.sock"));
    }

    @Test
    void aPathThatIsTooLongForASocketIsReplacedByAHashOfTheDirectory() {
        Path home = Path.of("/" + "long".repeat(30));

        Path socket = AgentSocket.of(home, "agent.sock", Map.of());

        assertThat(socket.toString()).matches("/run/hostler/[0-9a-f]{16}-agent\\.sock");
        assertThat(AgentSocket.of(home.resolve("x/.."), "agent.sock", Map.of())).isEqualTo(socket);
        assertThat(AgentSocket.of(Path.of(home + "er"), "agent.sock", Map.of()))
                .isNotEqualTo(socket);
    }

    @Test
    void anotherUserThanRootHasARuntimeDirectoryOfItsOwn() {
        Path home = Path.of("/" + "long".repeat(30));
        Path socket =
                AgentSocket.of(home, "agent.sock", Map.of("XDG_RUNTIME_DIR", "/run/user/1000"));
        assertThat(socket.getParent()).isEqualTo(Path.of("/run/user/1000/hostler"));
    }
}
