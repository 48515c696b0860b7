package hostler.launcher.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hostler.launcher.api.Launch;
import hostler.launcher.api.LaunchException;
import hostler.os.api.ExitStatus;
import hostler.os.api.Signal;
import org.junit.jupiter.api.Test;

/** A signal reaches the main process, and nobody else. */
public interface SignallingContract extends LauncherSubject {

    @Test
    default void aSignalReachesTheMainProcessAlone() throws Exception {
        Script script =
                script(
                        "sh -c 'trap \"echo child\" HUP; echo ready; while :; do sleep 0.01; done' &"
                                + " trap 'echo main' HUP; echo ready;"
                                + " while :; do sleep 0.01; done");
        Events events = new Events();
        Launch launch = launch(script, events);
        assertThat(words(script, 2)).containsExactly("ready", "ready");
        launcher().signal(launch.handle(), Signal.HUP);
        assertThat(words(script, 3)).last().isEqualTo("main");
        assertThat(events.silent(A_MOMENT)).isTrue();
        assertThat(words(script, 3)).hasSize(3);
        launcher().stop(launch.handle(), PATIENT);
        assertThat(events.exit()).isEqualTo(new ExitStatus.Killed(15, false));
    }

    @Test
    default void whatIsOverCannotBeSignalled() throws Exception {
        Events events = new Events();
        Launch launch = launch(script("exit 0"), events);
        events.exit();
        assertThatThrownBy(() -> launcher().signal(launch.handle(), Signal.HUP))
                .isInstanceOf(LaunchException.class);
    }
}
