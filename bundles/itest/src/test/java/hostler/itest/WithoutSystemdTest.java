package hostler.itest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import hostler.proto.v1.GetAgentRequest;
import hostler.proto.v1.Plugin;
import hostler.proto.v1.PluginState;
import hostler.proto.v1.State;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launcher of units on a machine that systemd does not run. */
class WithoutSystemdTest {
    private static final String MISSING = "systemd does not run this machine";

    @TempDir Path directory;
    private LiveAgent agent;

    @BeforeEach
    void prepare() throws Exception {
        assumeThat(Files.exists(Path.of("/run/systemd/system")))
                .as("systemd runs this machine")
                .isFalse();
        agent = new LiveAgent(directory);
    }

    @AfterEach
    void end() {
        if (agent != null) {
            agent.close();
        }
    }

    private String troubles() {
        return String.join(
                "\n",
                agent.agent().getAgent(GetAgentRequest.getDefaultInstance()).getTroublesList());
    }

    @Test
    void itSaysSoAndEverythingElseWorks() throws Exception {
        agent.workspace().sleeper("direct", "");
        agent.start().awaitRunning(1);
        Plugin launcher = agent.plugin("hostler.launcher.systemd");
        assertThat(launcher.getState()).isEqualTo(PluginState.PLUGIN_STATE_ACTIVE);
        assertThat(launcher.getReason()).contains(MISSING);
        assertThat(troubles()).isEmpty();
    }

    @Test
    void nothingOfItsLibraryIsLoadedWhereNobodyNeedsIt() throws Exception {
        Path classes = directory.resolve("classes.log");
        agent.with("HOSTLER_JAVA_OPTIONS", "-Xlog:class+load:file=" + classes);
        agent.workspace().sleeper("direct", "");
        agent.start().awaitRunning(1);
        assertThat(classes)
                .content()
                .contains("hostler.launcher.systemd.SystemdLauncher")
                .doesNotContain("org.freedesktop");
    }

    @Test
    void aServiceThatNeedsItIsToldSo() throws Exception {
        agent.workspace()
                .sleeper("direct", "")
                .write(
                        "unit",
                        """
                        {"package": "unit", "startup": {"method": "systemd", "autostart": true}}
                        """);
        agent.start().awaitRunning(1);
        assertThat(agent.awaitState("unit", State.STATE_FAILED).getReason()).contains(MISSING);
        assertThat(troubles()).contains("'systemd'").contains(MISSING).endsWith("unit");
    }

    @Test
    void defect17ItsLogIsAnErrorAndNoLine() throws Exception {
        agent.workspace()
                .write(
                        "unit",
                        """
                        {"package": "unit", "startup": {"method": "systemd"}}
                        """);
        agent.start();
        agent.awaitState("unit", State.STATE_STOPPED);
        for (String[] command :
                new String[][] {
                    {"logs", "unit"}, {"logs", "unit", "-f"}, {"logs", "unit", "-g", "x"}
                }) {
            Outcome logs = agent.hostler(command);
            assertThat(logs.exitCode()).as(logs.out()).isNotZero();
            assertThat(logs.out()).isEmpty();
            assertThat(logs.err()).containsAnyOf("journal", "systemctl");
        }
    }
}
