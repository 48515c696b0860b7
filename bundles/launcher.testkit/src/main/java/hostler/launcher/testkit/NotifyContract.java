package hostler.launcher.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import hostler.core.api.Readiness;
import hostler.launcher.api.Launch;
import hostler.launcher.api.LaunchEvent;
import hostler.launcher.api.Recovered;
import hostler.os.api.ExitStatus;
import hostler.os.api.ProcessIdentity;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a service says through sd_notify(3) is told. */
public interface NotifyContract extends LauncherSubject {

    /** A service whose shell can say things by the function {@code say}. */
    default Script speaking(String line) throws Exception {
        return watchedSpeaking(Optional.empty(), line);
    }

    /** The same with a watchdog. */
    default Script watchedSpeaking(Optional<Duration> watchdog, String line) throws Exception {
        Path say = SayProgram.in(directory());
        return script("say() { " + say + " \"$@\"; }; " + line)
                .readyBy(new Readiness.Notify(watchdog));
    }

    @Test
    default void readinessAndStatusAreToldAsTheyAreSaid() throws Exception {
        Events events = new Events();
        Launch launch =
                launch(
                        speaking(
                                "say 'STATUS=loading 3 of 5'; "
                                        + UNTIL_GO
                                        + "say READY=1 STATUS=serving; exec sleep 60"),
                        events);
        assertThat(events.next(LaunchEvent.Said.class).status()).isEqualTo("loading 3 of 5");
        assertThat(events.silent(A_MOMENT)).isTrue();
        go();
        assertThat(events.take(2))
                .contains(new LaunchEvent.Said("serving"))
                .anySatisfy(NotifyContract::assertReady);
        assertThat(events.silent(A_MOMENT)).isTrue();
        launcher().stop(launch.handle(), PATIENT);
        assertThat(events.exit()).isEqualTo(new ExitStatus.Killed(15, false));
    }

    private static void assertReady(LaunchEvent event) {
        assertThat(event)
                .isInstanceOfSatisfying(
                        LaunchEvent.Ready.class,
                        ready -> assertThat(ready.evidence()).contains("READY=1"));
    }

    @Test
    default void whoIsNamedAsMainProcessIsIt() throws Exception {
        Script script =
                speaking("setsid sh -c 'echo $$; exec sleep 60' & say MAINPID=$! READY=1; exit 0");
        Events events = new Events();
        Launch launch = launch(script, events);
        ProcessIdentity main = process(words(script, 1).getFirst());
        awaitMain(main, launch, events);
        events.next(LaunchEvent.Ready.class);
        assertThat(events.silent(A_MOMENT)).isTrue();
        launcher().stop(launch.handle(), PATIENT);
        assertThat(events.exit()).isEqualTo(new ExitStatus.Killed(15, false));
    }

    @Test
    default void aServiceThatIsSilentForTooLongIsUnresponsive() throws Exception {
        Optional<Duration> watchdog = Optional.of(Duration.ofMillis(300));
        Events events = new Events();
        Launch launch = launch(watchedSpeaking(watchdog, "say READY=1; exec sleep 60"), events);
        events.next(LaunchEvent.Ready.class);
        assertThat(events.next(LaunchEvent.Unresponsive.class).evidence())
                .isEqualTo("no WATCHDOG=1 for 0.3 s");
        launcher().stop(launch.handle(), PATIENT);
    }

    @Test
    default void aServiceThatShowsLifeIsNotUnresponsive() throws Exception {
        Optional<Duration> watchdog = Optional.of(Duration.ofSeconds(5));
        Events events = new Events();
        Launch launch =
                launch(
                        watchedSpeaking(
                                watchdog,
                                "say READY=1; while :; do say WATCHDOG=1; sleep 0.02; done"),
                        events);
        events.next(LaunchEvent.Ready.class);
        assertThat(events.silent(A_MOMENT)).isTrue();
        launcher().stop(launch.handle(), PATIENT);
    }

    @Test
    default void whatWasSaidWhileNobodyListenedIsToldAfterwards() throws Exception {
        Optional<Duration> watchdog = Optional.of(Duration.ofMillis(50));
        Script script =
                watchedSpeaking(
                        watchdog,
                        UNTIL_GO
                                + "setsid sh -c 'echo $$; exec sleep 60' &"
                                + " say MAINPID=$! READY=1 STATUS=serving; echo said; wait");
        Events before = new Events();
        Launch launch = launch(script, before);
        before.next(LaunchEvent.Unresponsive.class);
        replaceLauncher();
        go();
        List<String> words = words(script, 2);
        ProcessIdentity main =
                process(
                        words.stream()
                                .filter(word -> !word.equals("said"))
                                .findFirst()
                                .orElseThrow());
        Events events = new Events();
        assertThat(launcher().recover(launch.handle(), events))
                .isInstanceOfSatisfying(
                        Recovered.Adopted.class,
                        adopted -> assertThat(adopted.launch().process()).isEqualTo(main));
        assertThat(events.next(LaunchEvent.Said.class).status()).isEqualTo("serving");
        events.next(LaunchEvent.Ready.class);
        events.next(LaunchEvent.Unresponsive.class);
        launcher().stop(launch.handle(), PATIENT);
        assertThat(before.silent(A_MOMENT)).isTrue();
    }
}
