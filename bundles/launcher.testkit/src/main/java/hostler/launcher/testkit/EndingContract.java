package hostler.launcher.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import hostler.launcher.api.Launch;
import hostler.os.api.ExitStatus;
import hostler.os.api.ProcessIdentity;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A stop ends the whole tree, asked first and killed after its grace. */
public interface EndingContract extends LauncherSubject {

    @Test
    default void stopWithinTheGraceLetsItEndItself() throws Exception {
        Script script = script("trap 'exit 3' TERM; echo ready; while :; do sleep 0.01; done");
        Events events = new Events();
        Launch launch = launch(script, events);
        words(script, 1);
        launcher().stop(launch.handle(), PATIENT);
        assertThat(processes().alive(launch.process())).isFalse();
        assertThat(events.exit()).isEqualTo(new ExitStatus.Exited(3));
    }

    @Test
    default void whatIgnoresTheSignalIsKilledAfterTheGrace() throws Exception {
        Script script = script("trap '' TERM; echo ready; while :; do sleep 0.01; done");
        Events events = new Events();
        Launch launch = launch(script, events);
        words(script, 1);
        long start = System.nanoTime();
        launcher().stop(launch.handle(), IMPATIENT);
        assertThat(Duration.ofNanos(System.nanoTime() - start))
                .isBetween(IMPATIENT.grace(), IMPATIENT.grace().plus(SOON));
        assertThat(events.exit()).isEqualTo(new ExitStatus.Killed(9, false));
    }

    @Test
    default void aStoppedProcessHearsTheSignalToo() throws Exception {
        Script script = script("trap 'exit 3' TERM; echo ready; kill -STOP $$; sleep 60");
        Events events = new Events();
        Launch launch = launch(script, events);
        words(script, 1);
        launcher().stop(launch.handle(), IMPATIENT);
        assertThat(events.exit()).isEqualTo(new ExitStatus.Exited(3));
    }

    @Test
    default void stopEndsTheWholeTree() throws Exception {
        Script script =
                script(
                        "sleep 60 & echo $!;"
                                + " setsid sh -c 'echo $$; trap \"\" TERM; sleep 60; sleep 60' &"
                                + " (setsid sh -c 'echo $$; exec sleep 60' &) ; exec sleep 60");
        Launch launch = launch(script, new Events());
        List<ProcessIdentity> tree = words(script, 3).stream().map(this::process).toList();
        launcher().stop(launch.handle(), IMPATIENT);
        assertThat(tree).noneMatch(processes()::alive);
    }

    @Test
    default void aTreeThatGrowsWhileItIsKilledIsEnded() throws Exception {
        Script script =
                script(
                        "trap '' TERM; echo go; i=0;"
                                + " while [ $i -lt 2000 ]; do (sleep 60; sleep 60) & i=$((i + 1));"
                                + " done; wait");
        Launch launch = launch(script, new Events());
        words(script, 1);
        launcher().stop(launch.handle(), IMPATIENT);
        assertThat(processes().alive(launch.process())).isFalse();
    }

    @Test
    default void whatAnEndedMainProcessLeftBehindIsEnded() throws Exception {
        Script script = script("setsid sh -c 'echo $$; exec sleep 60' & exit 0");
        Events events = new Events();
        Launch launch = launch(script, events);
        ProcessIdentity left = process(words(script, 1).getFirst());
        assertThat(events.exit()).isEqualTo(new ExitStatus.Exited(0));
        launcher().stop(launch.handle(), PATIENT);
        assertThat(processes().alive(left)).isFalse();
    }

    @Test
    default void stopOfWhatIsOverIsNoErrorAndTheExitIsToldOnce() throws Exception {
        Events events = new Events();
        Launch launch = launch(script("sleep 60"), events);
        launcher().stop(launch.handle(), PATIENT);
        launcher().stop(launch.handle(), PATIENT);
        assertThat(events.exit()).isEqualTo(new ExitStatus.Killed(15, false));
        assertThat(events.silent(A_MOMENT)).isTrue();
    }
}
