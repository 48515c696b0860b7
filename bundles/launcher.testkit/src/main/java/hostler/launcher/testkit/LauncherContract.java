package hostler.launcher.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import hostler.launcher.api.Launch;
import hostler.launcher.api.LaunchException;
import hostler.launcher.api.LaunchHandle;
import hostler.launcher.api.Launcher;
import hostler.launcher.api.Pausing;
import hostler.launcher.api.Recovered;
import hostler.launcher.api.StopOrder;
import hostler.os.api.ExitStatus;
import hostler.os.api.ProcessIdentity;
import hostler.os.api.ProcessTable;
import hostler.os.api.Signal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What every launcher must do, with real processes. A launcher's test implements this interface and
 * supplies the subject; it ends whatever a failed test has left.
 */
@Timeout(60)
public interface LauncherContract {

    /** How long a test waits for what must come. */
    Duration SOON = Duration.ofSeconds(10);

    /** Long enough to notice what must not come. */
    Duration A_MOMENT = Duration.ofMillis(100);

    /** A stop whose grace is never used up. */
    StopOrder PATIENT = new StopOrder(Signal.TERM, SOON);

    /** A stop that comes to the kill at once. */
    StopOrder IMPATIENT = new StopOrder(Signal.TERM, Duration.ofMillis(200));

    /** The launcher under test; the same until {@link #replaceLauncher}. */
    Launcher launcher();

    /** Deactivates the launcher, and activates another one as the agent's next start does. */
    void replaceLauncher();

    /** The {@code startup.method} it serves. */
    String method();

    /** The processes of this machine. */
    ProcessTable processes();

    /** An empty directory of this test. */
    Path directory();

    /** A service that is this line of shell. */
    default Script script(String line) {
        return new Script(method(), directory(), line);
    }

    /** Prepares and launches. */
    default Launch launch(Script script, Exits exits) throws LaunchException {
        LaunchHandle handle = launcher().prepare(script.spec(), "script-" + UUID.randomUUID());
        return launcher().launch(handle, script.spec(), exits);
    }

    /** Launches, and waits until the script has written so many words, each a pid or a sign. */
    default List<String> words(Script script, int count) {
        return await().atMost(SOON)
                .pollInterval(Duration.ofMillis(5))
                .until(() -> written(script), words -> words.size() >= count);
    }

    private static List<String> written(Script script) throws IOException {
        if (!Files.exists(script.log())) {
            return List.of();
        }
        String text = Files.readString(script.log());
        return text.lines().limit(text.chars().filter(c -> c == '\n').count()).toList();
    }

    /** Who has this pid; the test fails when nobody has. */
    default ProcessIdentity process(String pid) {
        return processes().identify(Integer.parseInt(pid)).orElseThrow();
    }

    /** Waits until none of them lives. */
    default void awaitDeath(ProcessIdentity identity) {
        await().atMost(SOON)
                .pollInterval(Duration.ofMillis(5))
                .until(() -> !processes().alive(identity));
    }

    @Test
    default void theProgramRunsAndItsExitCodeIsTold() throws Exception {
        Exits exits = new Exits();
        launch(script("exit 7"), exits);
        assertThat(exits.next()).isEqualTo(new ExitStatus.Exited(7));
    }

    @Test
    default void theSignalThatEndedItIsTold() throws Exception {
        Exits exits = new Exits();
        launch(script("kill -USR1 $$"), exits);
        assertThat(exits.next()).isEqualTo(new ExitStatus.Killed(10, false));
    }

    @Test
    default void theLaunchNamesTheProcessThatRuns() throws Exception {
        Script script = script("echo $$; exec sleep 60");
        Launch launch = launch(script, new Exits());
        assertThat(launch.process()).isEqualTo(process(words(script, 1).getFirst()));
        assertThat(processes().alive(launch.process())).isTrue();
        launcher().stop(launch.handle(), PATIENT);
    }

    @Test
    default void outputIsAppendedToTheLog() throws Exception {
        Script script = script("echo out; echo err >&2");
        Files.writeString(script.log(), "before\n");
        Exits exits = new Exits();
        launch(script, exits);
        exits.next();
        assertThat(script.log()).hasContent("before\nout\nerr\n");
    }

    @Test
    default void stopWithinTheGraceLetsItEndItself() throws Exception {
        Script script = script("trap 'exit 3' TERM; echo ready; while :; do sleep 0.01; done");
        Exits exits = new Exits();
        Launch launch = launch(script, exits);
        words(script, 1);
        launcher().stop(launch.handle(), PATIENT);
        assertThat(processes().alive(launch.process())).isFalse();
        assertThat(exits.next()).isEqualTo(new ExitStatus.Exited(3));
    }

    @Test
    default void whatIgnoresTheSignalIsKilledAfterTheGrace() throws Exception {
        Script script = script("trap '' TERM; echo ready; while :; do sleep 0.01; done");
        Exits exits = new Exits();
        Launch launch = launch(script, exits);
        words(script, 1);
        long start = System.nanoTime();
        launcher().stop(launch.handle(), IMPATIENT);
        assertThat(Duration.ofNanos(System.nanoTime() - start))
                .isBetween(IMPATIENT.grace(), IMPATIENT.grace().plus(SOON));
        assertThat(exits.next()).isEqualTo(new ExitStatus.Killed(9, false));
    }

    @Test
    default void aStoppedProcessHearsTheSignalToo() throws Exception {
        Script script = script("trap 'exit 3' TERM; echo ready; kill -STOP $$; sleep 60");
        Exits exits = new Exits();
        Launch launch = launch(script, exits);
        words(script, 1);
        launcher().stop(launch.handle(), IMPATIENT);
        assertThat(exits.next()).isEqualTo(new ExitStatus.Exited(3));
    }

    /** The ability to pause; a test of it is skipped where the launcher has none. */
    default Pausing pausing() {
        assumeThat(launcher().pausing()).as("it can pause").isPresent();
        return launcher().pausing().orElseThrow();
    }

    /** Waits until the kernel says that they all stand still, or that none does. */
    default void awaitStopped(List<ProcessIdentity> processes, boolean stopped) {
        await().atMost(SOON)
                .pollInterval(Duration.ofMillis(5))
                .until(() -> processes.stream().allMatch(each -> stopped(each.pid()) == stopped));
    }

    /** The state of proc_pid_stat(5) behind the name, which may hold anything. */
    private static boolean stopped(int pid) {
        try {
            String stat = Files.readString(Path.of("/proc", Integer.toString(pid), "stat"));
            return stat.charAt(stat.lastIndexOf(')') + 2) == 'T';
        } catch (IOException e) {
            throw new UncheckedIOException("process " + pid + " cannot be looked at", e);
        }
    }

    @Test
    default void aPauseStopsTheWholeTreeAndTheNextLauncherResumesIt() throws Exception {
        // No loops of short commands: who waits for a vfork stands still, but in state D.
        Script script = script("echo $$; setsid sh -c 'echo $$; exec sleep 60' & exec sleep 60");
        Exits exits = new Exits();
        Launch launch = launch(script, exits);
        List<ProcessIdentity> tree = words(script, 2).stream().map(this::process).toList();
        pausing().pause(launch.handle());
        pausing().pause(launch.handle());
        awaitStopped(tree, true);
        replaceLauncher();
        assertThat(launcher().recover(launch.handle(), exits))
                .isInstanceOf(Recovered.Adopted.class);
        awaitStopped(tree, true);
        pausing().resume(launch.handle());
        pausing().resume(launch.handle());
        awaitStopped(tree, false);
        assertThat(exits.silent(A_MOMENT)).isTrue();
        launcher().stop(launch.handle(), PATIENT);
    }

    @Test
    default void aPausedTreeIsEndedWithinTheGrace() throws Exception {
        Script script =
                script(
                        "sleep 60 & c=$!; trap 'kill $c; wait $c; exit 3' TERM;"
                                + " echo $c; echo $$; wait $c");
        Exits exits = new Exits();
        Launch launch = launch(script, exits);
        List<ProcessIdentity> tree = words(script, 2).stream().map(this::process).toList();
        pausing().pause(launch.handle());
        awaitStopped(tree, true);
        launcher().stop(launch.handle(), PATIENT);
        assertThat(tree).noneMatch(processes()::alive);
        assertThat(exits.next()).isEqualTo(new ExitStatus.Exited(3));
    }

    @Test
    default void stopEndsTheWholeTree() throws Exception {
        Script script =
                script(
                        "sleep 60 & echo $!;"
                                + " setsid sh -c 'echo $$; trap \"\" TERM; sleep 60; sleep 60' &"
                                + " (setsid sh -c 'echo $$; exec sleep 60' &) ; exec sleep 60");
        Launch launch = launch(script, new Exits());
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
        Launch launch = launch(script, new Exits());
        words(script, 1);
        launcher().stop(launch.handle(), IMPATIENT);
        assertThat(processes().alive(launch.process())).isFalse();
    }

    @Test
    default void whatAnEndedMainProcessLeftBehindIsEnded() throws Exception {
        Script script = script("setsid sh -c 'echo $$; exec sleep 60' & exit 0");
        Exits exits = new Exits();
        Launch launch = launch(script, exits);
        ProcessIdentity left = process(words(script, 1).getFirst());
        assertThat(exits.next()).isEqualTo(new ExitStatus.Exited(0));
        launcher().stop(launch.handle(), PATIENT);
        assertThat(processes().alive(left)).isFalse();
    }

    @Test
    default void stopOfWhatIsOverIsNoErrorAndTheExitIsToldOnce() throws Exception {
        Exits exits = new Exits();
        Launch launch = launch(script("sleep 60"), exits);
        launcher().stop(launch.handle(), PATIENT);
        launcher().stop(launch.handle(), PATIENT);
        assertThat(exits.next()).isEqualTo(new ExitStatus.Killed(15, false));
        assertThat(exits.silent(A_MOMENT)).isTrue();
    }

    @Test
    default void theNextLauncherAdoptsWhatRuns() throws Exception {
        Exits before = new Exits();
        Exits after = new Exits();
        Launch launch = launch(script("exec sleep 60"), before);
        replaceLauncher();
        assertThat(launcher().recover(launch.handle(), after))
                .isInstanceOfSatisfying(
                        Recovered.Adopted.class,
                        adopted -> {
                            assertThat(adopted.launch().process()).isEqualTo(launch.process());
                            assertThat(adopted.launch().startedAt())
                                    .isBetween(
                                            launch.startedAt().minusSeconds(1),
                                            launch.startedAt().plusSeconds(1));
                        });
        assertThat(processes().alive(launch.process())).isTrue();
        launcher().stop(launch.handle(), PATIENT);
        assertThat(after.next()).isEqualTo(new ExitStatus.Killed(15, false));
        assertThat(before.silent(A_MOMENT)).isTrue();
    }

    @Test
    default void theExitThatNobodySawIsKnown() throws Exception {
        Script script = script("while [ ! -e go ]; do sleep 0.01; done; exit 42");
        Exits before = new Exits();
        Launch launch = launch(script, before);
        replaceLauncher();
        Files.createFile(directory().resolve("go"));
        awaitDeath(launch.process());
        Exits after = new Exits();
        assertThat(launcher().recover(launch.handle(), after))
                .isInstanceOfSatisfying(
                        Recovered.Gone.class,
                        gone ->
                                assertThat(gone.exit().status())
                                        .isEqualTo(new ExitStatus.Exited(42)));
        assertThat(before.silent(A_MOMENT)).isTrue();
        assertThat(after.silent(Duration.ZERO)).isTrue();
    }

    @Test
    default void whatIsGoneLeavesNothingBehindAfterRecovery() throws Exception {
        Script script =
                script(
                        "setsid sh -c 'echo $$; exec sleep 60' & while [ ! -e go ]; do sleep 0.01;"
                                + " done");
        Launch launch = launch(script, new Exits());
        ProcessIdentity left = process(words(script, 1).getFirst());
        replaceLauncher();
        Files.createFile(directory().resolve("go"));
        awaitDeath(launch.process());
        assertThat(launcher().recover(launch.handle(), new Exits()))
                .isInstanceOf(Recovered.Gone.class);
        assertThat(processes().alive(left)).isFalse();
    }

    @Test
    default void whatWasOnlyPreparedNeverStarted() throws Exception {
        LaunchHandle handle = launcher().prepare(script("exit 0").spec(), "only-prepared");
        assertThat(launcher().recover(handle, new Exits())).isEqualTo(new Recovered.NeverStarted());
        launcher().stop(handle, PATIENT);
        launcher().forget(handle);
    }

    @Test
    default void recoveringTwiceAdoptsOnce() throws Exception {
        Launch launch = launch(script("exec sleep 60"), new Exits());
        Exits first = new Exits();
        Exits second = new Exits();
        for (Exits exits : List.of(first, second)) {
            assertThat(launcher().recover(launch.handle(), exits))
                    .isInstanceOfSatisfying(
                            Recovered.Adopted.class,
                            adopted ->
                                    assertThat(adopted.launch().process())
                                            .isEqualTo(launch.process()));
        }
        launcher().stop(launch.handle(), PATIENT);
        assertThat(second.next()).isEqualTo(new ExitStatus.Killed(15, false));
        assertThat(first.silent(A_MOMENT)).isTrue();
    }

    @Test
    default void forgettingTwiceIsNoError() throws Exception {
        Exits exits = new Exits();
        Launch launch = launch(script("exit 0"), exits);
        exits.next();
        launcher().forget(launch.handle());
        launcher().forget(launch.handle());
        assertThat(launcher().recover(launch.handle(), new Exits()))
                .isEqualTo(new Recovered.NeverStarted());
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
}
