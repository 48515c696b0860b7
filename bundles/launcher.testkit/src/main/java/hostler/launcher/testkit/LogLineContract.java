package hostler.launcher.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import hostler.core.api.Readiness;
import hostler.launcher.api.Launch;
import hostler.launcher.api.LaunchEvent;
import hostler.launcher.api.Recovered;
import hostler.os.api.ExitStatus;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;

/** A service is ready when a line of its output says so. */
public interface LogLineContract extends LauncherSubject {

    /** A service that is ready when it has written "serving". */
    default Script serving(String line) {
        return script(line).readyBy(new Readiness.LogLine("serving"));
    }

    @Test
    default void theLineThatSaysSoIsQuoted() throws Exception {
        Script script = serving(UNTIL_GO + "echo loading; echo now serving on 80; exec sleep 60");
        Files.writeString(script.log(), "serving, but that was another launch\n");
        Events events = new Events();
        Launch launch = launch(script, events);
        assertThat(events.silent(A_MOMENT)).isTrue();
        go();
        assertThat(events.next(LaunchEvent.Ready.class).evidence())
                .isEqualTo("its log says: now serving on 80");
        assertThat(events.silent(A_MOMENT)).isTrue();
        launcher().stop(launch.handle(), PATIENT);
    }

    @Test
    default void aLineThatWasWrittenWhileNobodyReadCounts() throws Exception {
        Script script = serving(UNTIL_GO + "echo serving again; echo done; exec sleep 60");
        Launch launch = launch(script, new Events());
        replaceLauncher();
        go();
        words(script, 2);
        Events events = new Events();
        assertThat(launcher().recover(launch.handle(), events))
                .isInstanceOf(Recovered.Adopted.class);
        assertThat(events.next(LaunchEvent.Ready.class).evidence()).endsWith("serving again");
        launcher().stop(launch.handle(), PATIENT);
    }

    @Test
    default void aLogThatWasReplacedIsReadOn() throws Exception {
        Script script =
                serving(
                        "echo loading; "
                                + UNTIL_GO
                                + "mv script.log script.log.1; echo serving > script.log;"
                                + " exec sleep 60");
        Events events = new Events();
        Launch launch = launch(script, events);
        words(script, 1);
        go();
        assertThat(events.next(LaunchEvent.Ready.class).evidence()).endsWith("serving");
        launcher().stop(launch.handle(), PATIENT);
    }

    @Test
    default void aLaunchThatNeverSaysSoJustEnds() throws Exception {
        Events events = new Events();
        launch(serving("echo loading; exit 4"), events);
        assertThat(events.exit()).isEqualTo(new ExitStatus.Exited(4));
        assertThat(events.all()).noneMatch(LaunchEvent.Ready.class::isInstance);
    }
}
