package hostler.launcher.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import hostler.core.api.ServiceKind;
import hostler.launcher.api.Launch;
import hostler.launcher.api.LaunchEvent;
import hostler.launcher.api.Recovered;
import hostler.os.api.ExitStatus;
import hostler.os.api.ProcessIdentity;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What the started process becomes. */
public interface KindsContract extends LauncherSubject {

    /** Leaves a daemon behind that says its pid, waits for the sign to go, and exits with 5. */
    String DAEMON = "setsid sh -c 'echo $$; " + UNTIL_GO + "exit 5' & ";

    /** A service that daemonizes and writes no PID file. */
    default Script forking(String line) {
        return script(line).as(new ServiceKind.Forking(Optional.empty()));
    }

    /** A service that daemonizes and writes the PID file {@code daemon.pid}. */
    default Script forkingWithPidFile(String line) {
        Path file = directory().resolve("daemon.pid");
        return script(line).as(new ServiceKind.Forking(Optional.of(file)));
    }

    /**
     * Who writes a PID file that is not true; empty: the agent's own user. A keeper that is not
     * ours may take root at its word.
     */
    default Optional<String> liar() {
        return Optional.empty();
    }

    @Test
    default void aDaemonIsTheMainProcessAndItsExitCodeTheOneThatCounts() throws Exception {
        Script script = forking(DAEMON + "exit 0");
        Events events = new Events();
        Launch launch = launch(script, events);
        ProcessIdentity daemon = process(words(script, 1).getFirst());
        awaitMain(daemon, launch, events);
        go();
        assertThat(events.exit()).isEqualTo(new ExitStatus.Exited(5));
        assertThat(events.silent(A_MOMENT)).isTrue();
    }

    @Test
    default void aDaemonIsStoppedAsTheMainProcess() throws Exception {
        Script script =
                forking(
                        "setsid sh -c 'echo $$; trap \"exit 7\" TERM;"
                                + " while :; do sleep 0.01; done' & exit 0");
        Events events = new Events();
        Launch launch = launch(script, events);
        awaitMain(process(words(script, 1).getFirst()), launch, events);
        launcher().stop(launch.handle(), PATIENT);
        assertThat(events.exit()).isEqualTo(new ExitStatus.Exited(7));
    }

    @Test
    default void thePidFileSaysWhichOfThoseLeftIsTheDaemon() throws Exception {
        Script script =
                forkingWithPidFile("setsid sleep 60 & " + DAEMON + "echo $! > daemon.pid; exit 0");
        Events events = new Events();
        Launch launch = launch(script, events);
        ProcessIdentity daemon = process(words(script, 1).getFirst());
        awaitMain(daemon, launch, events);
        go();
        assertThat(events.exit()).isEqualTo(new ExitStatus.Exited(5));
        launcher().stop(launch.handle(), PATIENT);
    }

    @Test
    default void aPidFileThatNamesAStrangerIsNotBelieved() throws Exception {
        Process stranger = new ProcessBuilder("sleep", "60").start();
        try {
            Script script =
                    forkingWithPidFile(DAEMON + "echo " + stranger.pid() + " > daemon.pid; exit 0")
                            .by(liar());
            Events events = new Events();
            Launch launch = launch(script, events);
            ProcessIdentity daemon = process(words(script, 1).getFirst());
            awaitDeath(launch.process());
            assertThat(events.silent(A_MOMENT)).isTrue();
            launcher().stop(launch.handle(), IMPATIENT);
            assertThat(processes().alive(daemon)).isFalse();
            assertThat(stranger.isAlive()).isTrue();
            events.exit();
            assertThat(events.all()).noneMatch(LaunchEvent.Moved.class::isInstance);
        } finally {
            stranger.destroyForcibly();
        }
    }

    @Test
    default void aPidFileMayBeCorrectedLater() throws Exception {
        Script script =
                forkingWithPidFile(
                        "setsid sh -c 'echo $$; exec sleep 60' & d=$!; echo 1 > daemon.pid;"
                                + " ("
                                + UNTIL_GO
                                + "echo $d > new; mv new daemon.pid) & exit 0");
        Events events = new Events();
        Launch launch = launch(script, events);
        ProcessIdentity daemon = process(words(script, 1).getFirst());
        awaitDeath(launch.process());
        assertThat(events.silent(A_MOMENT)).isTrue();
        go();
        awaitMain(daemon, launch, events);
        launcher().stop(launch.handle(), PATIENT);
    }

    @Test
    default void aStarterThatFailsIsTheEndOfTheLaunch() throws Exception {
        Events events = new Events();
        Launch launch = launch(forking("sleep 60 & exit 3"), events);
        assertThat(events.exit()).isEqualTo(new ExitStatus.Exited(3));
        launcher().stop(launch.handle(), PATIENT);
        assertThat(events.silent(A_MOMENT)).isTrue();
    }

    @Test
    default void aStarterThatLeavesNothingBehindIsTheEndOfTheLaunch() throws Exception {
        Events events = new Events();
        launch(forking("exit 0"), events);
        assertThat(events.exit()).isEqualTo(new ExitStatus.Exited(0));
    }

    @Test
    default void aDaemonThatWasForkedWhileNobodyLookedIsAdopted() throws Exception {
        Script script = forking(UNTIL_GO + "setsid sh -c 'echo $$; exec sleep 60' & exit 0");
        Launch launch = launch(script, new Events());
        replaceLauncher();
        go();
        ProcessIdentity daemon = process(words(script, 1).getFirst());
        awaitDeath(launch.process());
        Events events = new Events();
        awaitMain(daemon, adopted(launch.handle(), events), events);
        launcher().stop(launch.handle(), PATIENT);
        assertThat(events.exit()).isEqualTo(new ExitStatus.Killed(15, false));
    }

    @Test
    default void aDaemonThatIsForkedAfterAnAdoptionIsNoticed() throws Exception {
        Script script = forking(UNTIL_GO + "setsid sh -c 'echo $$; exec sleep 60' & exit 0");
        Launch launch = launch(script, new Events());
        replaceLauncher();
        Events events = new Events();
        assertThat(launcher().recover(launch.handle(), events))
                .isInstanceOf(Recovered.Adopted.class);
        go();
        ProcessIdentity daemon = process(words(script, 1).getFirst());
        awaitMain(daemon, launch, events);
        launcher().stop(launch.handle(), PATIENT);
    }

    @Test
    default void theExitOfADaemonThatNobodySawIsKnown() throws Exception {
        Script script = forking(DAEMON + "exit 0");
        Events before = new Events();
        Launch launch = launch(script, before);
        ProcessIdentity daemon = process(words(script, 1).getFirst());
        awaitMain(daemon, launch, before);
        replaceLauncher();
        go();
        awaitDeath(daemon);
        assertThat(launcher().recover(launch.handle(), new Events()))
                .isInstanceOfSatisfying(
                        Recovered.Gone.class,
                        gone ->
                                assertThat(gone.exit().status())
                                        .isEqualTo(new ExitStatus.Exited(5)));
    }

    @Test
    default void theExitCodeOfATaskIsTold() throws Exception {
        Events events = new Events();
        launch(script("exit 3").as(new ServiceKind.OneShot(Set.of(0, 3))), events);
        assertThat(events.exit()).isEqualTo(new ExitStatus.Exited(3));
    }
}
