package hostler.launcher.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import hostler.launcher.api.Launch;
import hostler.launcher.api.Pausing;
import hostler.launcher.api.Recovered;
import hostler.os.api.ExitStatus;
import hostler.os.api.ProcessIdentity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A pause makes the whole tree stand still, and only that. */
public interface PausingContract extends LauncherSubject {

    /** The ability to pause; a test of it is skipped where the launcher has none. */
    default Pausing pausing() {
        assumeThat(launcher().pausing()).as("it can pause").isPresent();
        return launcher().pausing().orElseThrow();
    }

    /** Writes a dot to a file of its own every few milliseconds, in a session of its own. */
    default String ticker(String name) {
        String loop = "echo $$; while :; do printf . >> " + name + "; sleep 0.005; done";
        return "setsid sh -c '" + loop + "' & ";
    }

    /** Waits until it has written more than it has now. */
    default void awaitTicking(String name) {
        long before = size(name);
        await().atMost(SOON).pollInterval(Duration.ofMillis(5)).until(() -> size(name) > before);
    }

    /** Waits until it has written nothing for a moment; the pause need not hold at once. */
    default void awaitStandstill(String name) {
        await().atMost(SOON)
                .pollInterval(Duration.ofMillis(5))
                .until(
                        () -> {
                            long before = size(name);
                            Thread.sleep(A_MOMENT);
                            return size(name) == before;
                        });
    }

    private long size(String name) {
        Path file = directory().resolve(name);
        try {
            return Files.exists(file) ? Files.size(file) : 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    default void aPauseStopsTheWholeTreeAndTheNextLauncherResumesIt() throws Exception {
        Events events = new Events();
        Script script = script(ticker("one") + ticker("two") + "wait");
        Launch launch = launch(script, events);
        awaitTicking("one");
        awaitTicking("two");
        pausing().pause(launch.handle());
        pausing().pause(launch.handle());
        awaitStandstill("one");
        awaitStandstill("two");
        replaceLauncher();
        assertThat(launcher().recover(launch.handle(), events))
                .isInstanceOf(Recovered.Adopted.class);
        awaitStandstill("one");
        pausing().resume(launch.handle());
        pausing().resume(launch.handle());
        awaitTicking("one");
        awaitTicking("two");
        assertThat(events.silent(A_MOMENT)).isTrue();
        launcher().stop(launch.handle(), PATIENT);
    }

    @Test
    default void aPausedTreeIsEndedWithinTheGrace() throws Exception {
        Script script =
                script(
                        ticker("one")
                                + "c=$!; trap 'kill $c; wait $c; exit 3' TERM; echo $c; echo $$;"
                                + " wait $c");
        Events events = new Events();
        Launch launch = launch(script, events);
        List<ProcessIdentity> tree = words(script, 3).stream().map(this::process).toList();
        awaitTicking("one");
        pausing().pause(launch.handle());
        awaitStandstill("one");
        launcher().stop(launch.handle(), PATIENT);
        assertThat(tree).noneMatch(processes()::alive);
        assertThat(events.exit()).isEqualTo(new ExitStatus.Exited(3));
    }
}
