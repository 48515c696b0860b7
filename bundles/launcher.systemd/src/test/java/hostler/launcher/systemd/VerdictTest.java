package hostler.launcher.systemd;

import static org.assertj.core.api.Assertions.assertThat;

import hostler.launcher.api.LaunchEvent;
import org.junit.jupiter.api.Test;

/** What systemd says of an end is part of the reason that people are shown. */
class VerdictTest extends Adopting {

    private String howItEnds() throws Exception {
        launch();
        return events.next(LaunchEvent.Exited.class).exit().describe();
    }

    @Test
    void aWatchdogThatExpiredIsNamed() throws Exception {
        unit(
                "Type=notify",
                "NotifyAccess=all",
                "WatchdogSec=300ms",
                "ExecStart=sh -c 'systemd-notify --ready; exec sleep 60'");
        assertThat(howItEnds())
                .startsWith("killed by signal 6")
                .endsWith(", systemd says watchdog");
    }

    @Test
    void aTimeThatWasUpIsNamed() throws Exception {
        unit("ExecStart=sleep 60", "RuntimeMaxSec=100ms");
        assertThat(howItEnds()).isEqualTo("killed by signal 15, systemd says timeout");
    }

    @Test
    void aUnitThatWasStartedTooOftenIsNamed() throws Exception {
        unit(
                "ExecStart=sh -c 'sleep 0.1; exit 0'",
                "Restart=always",
                "RestartSec=10ms",
                "[Unit]",
                "StartLimitBurst=2",
                "StartLimitIntervalSec=60");
        assertThat(howItEnds()).isEqualTo("exited with code 0, systemd says start-limit-hit");
    }

    @Test
    void nothingIsSaidTwice() throws Exception {
        unit("ExecStart=sh -c 'sleep 0.1; exit 3'");
        assertThat(howItEnds()).isEqualTo("exited with code 3");
    }

    @Test
    void aCoreIsSaidByTheStatus() throws Exception {
        unit("ExecStart=sh -c 'ulimit -c unlimited; kill -ABRT $$$$; sleep 60'");
        assertThat(howItEnds()).isIn("killed by signal 6", "killed by signal 6 (core dumped)");
    }
}
