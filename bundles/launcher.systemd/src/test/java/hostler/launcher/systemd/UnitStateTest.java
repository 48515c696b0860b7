package hostler.launcher.systemd;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.freedesktop.dbus.types.UInt32;
import org.freedesktop.dbus.types.Variant;
import org.junit.jupiter.api.Test;

class UnitStateTest {

    @Test
    void aStarterMayHaveEndedBeforeAnybodyIsToldThatItRan() {
        assertThat(starting("forking", 42).forks()).isTrue();
        assertThat(starting("forking", 0).forks()).isTrue();
        assertThat(starting("exec", 42).forks()).isFalse();
    }

    private static UnitState starting(String type, int controlPid) {
        return new UnitState(
                Map.of(
                        "Type", new Variant<>(type),
                        "SubState", new Variant<>("start"),
                        "ControlPID", new Variant<>(new UInt32(controlPid))));
    }
}
