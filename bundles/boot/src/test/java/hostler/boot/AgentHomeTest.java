package hostler.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AgentHomeTest {
    @TempDir Path directory;

    @Test
    void whatIsMissingIsMadeAndTheAgentsOwnPartIsPrivate() throws Exception {
        try (AgentHome home = AgentHome.take(directory.resolve("new"))) {
            assertThat(home.directory().resolve("deploy")).isDirectory();
            assertThat(
                            PosixFilePermissions.toString(
                                    Files.getPosixFilePermissions(
                                            home.directory().resolve("var/run"))))
                    .isEqualTo("rwx------");
        }
    }

    @Test
    void aSecondAgentIsRefusedAndToldWhoHasTheDirectory() throws Exception {
        try (AgentHome first = AgentHome.take(directory)) {
            assertThatThrownBy(() -> AgentHome.take(first.directory()))
                    .isInstanceOf(BootException.class)
                    .hasMessageContaining("pid " + ProcessHandle.current().pid());
        }
    }

    @Test
    void theDirectoryIsFreeAgainWhenTheFirstHasEnded() throws Exception {
        AgentHome.take(directory).close();
        try (AgentHome second = AgentHome.take(directory)) {
            assertThat(second.directory()).isEqualTo(directory.toAbsolutePath().normalize());
        }
    }

    @Test
    void defaultsNeverReplaceWhatTheOperatorWrote() throws IOException, BootException {
        Path distribution = Files.createDirectory(directory.resolve("distribution"));
        Files.writeString(distribution.resolve("agent.yaml"), "# defaults\n");
        try (AgentHome home = AgentHome.take(directory.resolve("home"))) {
            Path file = home.directory().resolve("conf/agent.yaml");
            home.provideDefaults(distribution);
            assertThat(file).hasContent("# defaults\n");
            Files.writeString(file, "agent: {}\n");
            home.provideDefaults(distribution);
            assertThat(file).hasContent("agent: {}\n");
        }
    }
}
