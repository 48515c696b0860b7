package hostler.launcher.systemd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hostler.os.api.ExitRecord;
import hostler.os.api.ExitStatus;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeptExitTest {

    static Stream<ExitStatus> everyStatus() {
        return Stream.of(
                new ExitStatus.Exited(0),
                new ExitStatus.Exited(255),
                new ExitStatus.Killed(9, false),
                new ExitStatus.Killed(6, true),
                new ExitStatus.Unknown());
    }

    @ParameterizedTest
    @MethodSource("everyStatus")
    void whatIsWrittenIsRead(ExitStatus status) {
        for (String verdict : List.of("", "systemd says oom-kill")) {
            ExitRecord exit =
                    new ExitRecord("id", status, Instant.ofEpochSecond(1, 2000), false, verdict);
            assertThat(KeptExit.read("id", KeptExit.text(exit))).isEqualTo(exit);
        }
    }

    @Test
    void whatWasWrittenBeforeThereWereVerdictsIsRead() {
        assertThat(KeptExit.read("id", "exited 3 1970-01-01T00:00:00Z"))
                .isEqualTo(new ExitRecord("id", new ExitStatus.Exited(3), Instant.EPOCH, false));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "exited", "exited x 1970-01-01T00:00:00Z", "exited 0 yesterday"})
    void anythingElseIsRefused(String line) {
        assertThatThrownBy(() -> KeptExit.read("id", line))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
