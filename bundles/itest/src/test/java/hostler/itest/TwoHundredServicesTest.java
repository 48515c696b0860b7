package hostler.itest;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TwoHundredServicesTest {
    @TempDir Path directory;

    @Test
    void twoHundredOfTwoHundredKeepPidAndStartTimeOverAKillOfTheAgent() throws Exception {
        try (LiveAgent agent = new LiveAgent(directory)) {
            for (int i = 0; i < 200; i++) {
                agent.workspace().sleeper("s" + i, "");
            }
            agent.start().awaitRunning(200);
            Map<String, Identity> before = agent.identities();
            assertThat(before).hasSize(200);

            agent.kill().start().awaitRunning(200);

            assertThat(agent.identities()).isEqualTo(before);
            assertThat(before.values()).allMatch(Identity::alive);
        }
    }
}
