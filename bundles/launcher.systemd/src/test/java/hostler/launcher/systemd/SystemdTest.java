package hostler.launcher.systemd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import hostler.systemd.UnitName;
import hostler.systemd.testkit.Bed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The connection to the manager. */
@Timeout(60)
class SystemdTest {
    private static final UnitName INIT = new UnitName("dbus.service");

    @BeforeAll
    static void bed() {
        Bed.required();
    }

    /** The ends of connections that the manager holds; its listening socket is always there. */
    private static long connections() throws IOException {
        try (var lines = Files.lines(Path.of("/proc/net/unix"))) {
            return lines.filter(line -> line.endsWith(Scope.SYSTEM.socket().toString())).count();
        }
    }

    @Test
    void itIsOneAndLeavesNothingBehind() throws Exception {
        await().until(() -> connections() == 1);
        try (Systemd systemd = new Systemd("unix:path=" + Scope.SYSTEM.socket())) {
            assertThat(systemd.glance(INIT).loaded()).isTrue();
            systemd.track(INIT, state -> {});
            assertThat(connections()).isEqualTo(2);
        }
        await().until(() -> connections() == 1);
    }

    @Test
    void itIsMadeAgainForUnitsThatAreFollowed() throws Exception {
        try (Systemd systemd = new Systemd("unix:path=" + Scope.SYSTEM.socket())) {
            systemd.track(INIT, state -> {});
            Bed.run("systemctl", "daemon-reexec");
            await().until(() -> connections() == 2);
            assertThat(systemd.glance(INIT).loaded()).isTrue();
        }
    }
}
