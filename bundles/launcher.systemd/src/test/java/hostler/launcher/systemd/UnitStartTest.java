package hostler.launcher.systemd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hostler.launcher.api.LaunchException;
import hostler.launcher.testkit.Script;
import hostler.systemd.UnitName;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.freedesktop.dbus.messages.MethodCall;
import org.freedesktop.dbus.types.UInt32;
import org.freedesktop.dbus.types.UInt64;
import org.freedesktop.dbus.types.Variant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A start whose job is heard of, late, or never. */
@Timeout(60)
class UnitStartTest {
    private static final String JOB = "/org/freedesktop/systemd1/job/7";
    private static final UnitRef WEB =
            new UnitRef("web-1", Scope.SYSTEM, new UnitName("web.service"), CreateMode.NEVER);

    private final ExecutorService agent = Executors.newVirtualThreadPerTaskExecutor();
    private FakeManager manager;
    private Systemd systemd;
    private Future<MainProcess> start;

    @BeforeEach
    void begin(@TempDir Path directory) throws Exception {
        manager = new FakeManager(directory.resolve("private"));
        systemd = new Systemd(manager.address());
        start =
                agent.submit(
                        () -> {
                            HeldUnit unit = HeldUnit.of(WEB, systemd, state -> {});
                            Script script = new Script("systemd", directory, "exec sleep 60");
                            return new UnitStart(unit, script.spec()).there();
                        });
        tell(unit("inactive", 0)); // at its name
        tell(unit("inactive", 0));
        manager.queued(manager.next(), JOB);
        tell(unit("activating", 42));
    }

    @AfterEach
    void end() {
        systemd.close();
        manager.close();
        agent.shutdownNow();
    }

    @Test
    void itIsStartedWhenItsJobIsDone() throws Exception {
        manager.jobRemoved(JOB, "web.service", "done");
        assertThat(start.get(30, TimeUnit.SECONDS).pid()).isEqualTo(42);
    }

    @Test
    void theProgramRunsInAUnitThatIsActiveWhetherItsJobIsHeardOfOrNot() throws Exception {
        manager.changed(WEB.name().objectPath(), Map.of("ActiveState", new Variant<>("active")));
        assertThat(start.get(30, TimeUnit.SECONDS).pid()).isEqualTo(42);
    }

    @Test
    void aJobThatEndsWhileTheConnectionIsLostIsToldByTheUnit() throws Exception {
        manager.hangUp();
        tell(unit("active", 42));
        assertThat(start.get(30, TimeUnit.SECONDS).pid()).isEqualTo(42);
    }

    @Test
    void aStartThatFailsWhileTheConnectionIsLostHasFailed() throws Exception {
        manager.hangUp();
        Map<String, Variant<?>> failed = unit("failed", 42);
        failed.put("MainPID", new Variant<>(new UInt32(0)));
        failed.put("ExecMainCode", new Variant<>(1));
        failed.put("ExecMainStatus", new Variant<>(203));
        failed.put("ExecMainExitTimestamp", new Variant<>(new UInt64(2)));
        tell(failed);
        assertThatThrownBy(() -> start.get(30, TimeUnit.SECONDS))
                .hasCauseInstanceOf(LaunchException.class)
                .hasMessageContaining("exit code 203");
    }

    private void tell(Map<String, Variant<?>> state) throws Exception {
        for (int each = 0; each < 2; each++) {
            MethodCall call = manager.next();
            assertThat(call.getName()).isEqualTo("GetAll");
            manager.tell(call, state);
        }
    }

    private static Map<String, Variant<?>> unit(String state, int pid) {
        return new HashMap<>(
                Map.of(
                        "Id", new Variant<>("web.service"),
                        "LoadState", new Variant<>("loaded"),
                        "Type", new Variant<>("exec"),
                        "ActiveState", new Variant<>(state),
                        "MainPID", new Variant<>(new UInt32(pid)),
                        "ExecMainPID", new Variant<>(new UInt32(pid))));
    }
}
