package hostler.launcher.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import hostler.launcher.api.Launch;
import hostler.launcher.api.LaunchHandle;
import hostler.launcher.api.Recovered;
import hostler.os.api.ExitStatus;
import hostler.os.api.ProcessIdentity;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What runs outlives the launcher, and the next one finds it. */
public interface RecoveryContract extends LauncherSubject {

    @Test
    default void theNextLauncherAdoptsWhatRuns() throws Exception {
        Events before = new Events();
        Events after = new Events();
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
        assertThat(after.exit()).isEqualTo(new ExitStatus.Killed(15, false));
        assertThat(before.silent(A_MOMENT)).isTrue();
    }

    @Test
    default void theExitThatNobodySawIsKnown() throws Exception {
        Script script = script("while [ ! -e go ]; do sleep 0.01; done; exit 42");
        Events before = new Events();
        Launch launch = launch(script, before);
        replaceLauncher();
        Files.createFile(directory().resolve("go"));
        awaitDeath(launch.process());
        Events after = new Events();
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
        Launch launch = launch(script, new Events());
        ProcessIdentity left = process(words(script, 1).getFirst());
        replaceLauncher();
        Files.createFile(directory().resolve("go"));
        awaitDeath(launch.process());
        assertThat(launcher().recover(launch.handle(), new Events()))
                .isInstanceOf(Recovered.Gone.class);
        assertThat(processes().alive(left)).isFalse();
    }

    @Test
    default void whatWasOnlyPreparedNeverStarted() throws Exception {
        LaunchHandle handle = launcher().prepare(script("exit 0").spec(), "only-prepared");
        assertThat(launcher().recover(handle, new Events()))
                .isEqualTo(new Recovered.NeverStarted());
        launcher().stop(handle, PATIENT);
        launcher().forget(handle);
    }

    @Test
    default void whatOnlyStoodByNeverStarted() throws Exception {
        Script script = script("exit 0");
        LaunchHandle handle = launcher().prepare(script.spec(), "only-stood-by");
        launcher().standBy(handle, script.spec());
        assertThat(launcher().recover(handle, new Events()))
                .isEqualTo(new Recovered.NeverStarted());
        launcher().forget(handle);
    }

    @Test
    default void recoveringTwiceAdoptsOnce() throws Exception {
        Launch launch = launch(script("exec sleep 60"), new Events());
        Events first = new Events();
        Events second = new Events();
        for (Events events : List.of(first, second)) {
            assertThat(launcher().recover(launch.handle(), events))
                    .isInstanceOfSatisfying(
                            Recovered.Adopted.class,
                            adopted ->
                                    assertThat(adopted.launch().process())
                                            .isEqualTo(launch.process()));
        }
        launcher().stop(launch.handle(), PATIENT);
        assertThat(second.exit()).isEqualTo(new ExitStatus.Killed(15, false));
        assertThat(first.silent(A_MOMENT)).isTrue();
    }
}
