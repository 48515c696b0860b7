package hostler.launcher.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hostler.launcher.api.Launch;
import hostler.launcher.api.LaunchEvent;
import hostler.launcher.api.LaunchException;
import hostler.launcher.api.LaunchHandle;
import hostler.launcher.api.Recovered;
import hostler.os.api.ExitStatus;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Programs run as they are described, and their end is told. */
public interface RunningContract extends LauncherSubject {

    @Test
    default void theProgramRunsAndItsExitCodeIsTold() throws Exception {
        Events events = new Events();
        launch(script("exit 7"), events);
        assertThat(events.exit()).isEqualTo(new ExitStatus.Exited(7));
    }

    @Test
    default void whatStoodByRunsAsWhatDidNot() throws Exception {
        Script script = script("exit 7");
        LaunchHandle handle = launcher().prepare(script.spec(), "stood-by");
        launcher().standBy(handle, script.spec());
        Events events = new Events();
        launcher().launch(handle, script.spec(), events);
        assertThat(events.exit()).isEqualTo(new ExitStatus.Exited(7));
    }

    @Test
    default void whatStoodByIsLaunchedAsItIsToBeNow() throws Exception {
        Script before = script("exit 7");
        LaunchHandle handle = launcher().prepare(before.spec(), "stood-by-before");
        launcher().standBy(handle, before.spec());
        Events events = new Events();
        launcher().launch(handle, script("exit 8").spec(), events);
        assertThat(events.exit()).isEqualTo(new ExitStatus.Exited(8));
    }

    @Test
    default void theSignalThatEndedItIsTold() throws Exception {
        Events events = new Events();
        launch(script("kill -USR1 $$"), events);
        assertThat(events.exit()).isEqualTo(new ExitStatus.Killed(10, false));
    }

    @Test
    default void theLaunchNamesTheProcessThatRuns() throws Exception {
        Script script = script("echo $$; exec sleep 60");
        Launch launch = launch(script, new Events());
        assertThat(launch.process()).isEqualTo(process(words(script, 1).getFirst()));
        assertThat(processes().alive(launch.process())).isTrue();
        launcher().stop(launch.handle(), PATIENT);
    }

    @Test
    default void outputIsAppendedToTheLog() throws Exception {
        Script script = script("echo out; echo err >&2");
        Files.writeString(script.log(), "before\n");
        Events events = new Events();
        launch(script, events);
        events.exit();
        assertThat(script.log()).hasContent("before\nout\nerr\n");
    }

    @Test
    default void missingProgramIsRefusedForGood() {
        Path nowhere = directory().resolve("nowhere");
        assertThatThrownBy(() -> launcher().prepare(script("").spec(nowhere), "missing"))
                .isInstanceOfSatisfying(
                        LaunchException.class,
                        e -> assertThat(e.kind()).isEqualTo(LaunchException.Kind.PERMANENT))
                .hasMessageContaining("binary.path")
                .hasMessageContaining(nowhere.toString());
    }

    @Test
    default void unknownUserIsRefusedForGood() {
        Script script =
                new Script(method(), directory(), "", Map.of(), Optional.of("no-such-user"));
        assertThatThrownBy(() -> launcher().prepare(script.spec(), "nobody"))
                .isInstanceOfSatisfying(
                        LaunchException.class,
                        e -> assertThat(e.kind()).isEqualTo(LaunchException.Kind.PERMANENT))
                .hasMessageContaining("startup.user")
                .hasMessageContaining("no-such-user");
    }

    @Test
    default void forgettingTwiceIsNoError() throws Exception {
        Events events = new Events();
        Launch launch = launch(script("exit 0"), events);
        events.exit();
        launcher().forget(launch.handle());
        launcher().forget(launch.handle());
        assertThat(launcher().recover(launch.handle(), new Events()))
                .isEqualTo(new Recovered.NeverStarted());
    }

    @Test
    default void theExitIsToldLastAndTheEndBeforeItIfAtAll() throws Exception {
        Events events = new Events();
        launch(script("exit 0"), events);
        events.exit();
        assertThat(events.silent(A_MOMENT)).isTrue();
        List<Class<?>> kinds = events.all().stream().<Class<?>>map(Object::getClass).toList();
        assertThat(kinds)
                .isIn(
                        List.of(LaunchEvent.Exited.class),
                        List.of(LaunchEvent.Ended.class, LaunchEvent.Exited.class));
    }
}
