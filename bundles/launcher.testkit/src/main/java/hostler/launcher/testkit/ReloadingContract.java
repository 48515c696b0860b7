package hostler.launcher.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import hostler.launcher.api.Launch;
import hostler.launcher.api.LaunchException;
import hostler.launcher.api.Reloading;
import hostler.os.api.ExitStatus;
import org.junit.jupiter.api.Test;

/** What cannot be reloaded says so, and is none the worse for it. */
public interface ReloadingContract extends LauncherSubject {

    /** The ability to reload; a test of it is skipped where the launcher has none. */
    default Reloading reloading() {
        assumeThat(launcher().reloading()).as("it can reload").isPresent();
        return launcher().reloading().orElseThrow();
    }

    @Test
    default void aServiceWithoutAWayToReloadIsToldSoForGoodAndGoesOn() throws Exception {
        Reloading reloading = reloading();
        Events events = new Events();
        Launch launch = launch(script(UNTIL_GO + "exit 3"), events);
        assertThatThrownBy(() -> reloading.reload(launch.handle()))
                .isInstanceOfSatisfying(
                        LaunchException.class,
                        e -> assertThat(e.kind()).isEqualTo(LaunchException.Kind.PERMANENT));
        assertThat(processes().alive(launch.process())).isTrue();
        go();
        assertThat(events.exit()).isEqualTo(new ExitStatus.Exited(3));
    }

    @Test
    default void whatIsOverCannotBeReloaded() throws Exception {
        Reloading reloading = reloading();
        Events events = new Events();
        Launch launch = launch(script("exit 0"), events);
        events.exit();
        assertThatThrownBy(() -> reloading.reload(launch.handle()))
                .isInstanceOf(LaunchException.class);
    }
}
