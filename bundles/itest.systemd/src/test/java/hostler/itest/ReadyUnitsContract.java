package hostler.itest;

import static org.assertj.core.api.Assertions.assertThat;

import hostler.proto.v1.Service;
import hostler.proto.v1.State;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A unit that is made from a package, and says in its log when it is ready. */
@Timeout(180)
abstract class ReadyUnitsContract extends AgentAsUnit {

    @BeforeEach
    void install() throws Exception {
        install("systemd:\n  create: transient\n");
        write("ready-db", "\"ready_log\": \"accepts connections\", \"reload_signal\": \"HUP\"", "");
        agent.workspace()
                .script(
                        "ready-db",
                        "run",
                        """
                        trap 'echo reloaded' HUP
                        while [ ! -e "$0.go" ]; do sleep 0.05; done
                        echo now it accepts connections
                        while :; do sleep 0.05; done
                        """);
        write(
                "ready-web",
                "\"stop_timeout\": \"2s\"",
                ", \"dependencies\": [{\"package\": \"ready-db\"}]");
        agent.workspace().script("ready-web", "run", "exec sleep 100000");
    }

    private void write(String name, String startup, String more) {
        agent.workspace()
                .write(
                        name,
                        """
                        {"package": "%s", "version": "1", "binary": {"path": "run"},
                         "startup": {"method": "systemd", "autostart": true, %s}%s}
                        """
                                .formatted(name, startup, more));
    }

    @AfterEach
    void end() {
        agent.close();
    }

    @Test
    void whoNeedsItWaitsForItsLineAlsoAcrossAgents() throws Exception {
        agent.start();
        int db = starting().getPid();
        agent.kill();
        assertThat(starting().getPid()).isEqualTo(db);
        assertThat(manager.property("ready-web.service", "ActiveState")).isEqualTo("inactive");

        agent.stop();
        Files.createFile(agent.home().resolve("workspace/ready-db/run.go"));
        awaitLine("now it accepts connections");
        agent.start().awaitRunning(2);

        Service ready = agent.awaitState("ready-db", State.STATE_RUNNING);
        assertThat(ready.getPid()).isEqualTo(db);
        assertThat(agent.hostler("status", "ready-db").out())
                .contains("its log says: now it accepts connections");
        manager.systemctl("reload", "ready-db.service");
        awaitLine("reloaded");
    }

    /** It is on its way to be ready: its process is there. */
    private Service starting() {
        return agent.awaitService(
                "ready-db",
                service -> service.getState() == State.STATE_STARTING && service.getPid() != 0);
    }

    private void awaitLine(String line) {
        Path log = agent.home().resolve("var/log/ready-db.log");
        agent.await(line, () -> Files.readAllLines(log).contains(line));
    }
}
