package hostler.core;

import static hostler.core.api.ServiceState.COMPLETED;
import static hostler.core.api.ServiceState.FAILED;
import static hostler.core.api.ServiceState.RUNNING;
import static hostler.core.api.ServiceState.STOPPED;
import static org.assertj.core.api.Assertions.assertThat;

import hostler.core.api.Readiness;
import hostler.core.api.ServiceEvent.Kind;
import hostler.core.api.ServiceId;
import hostler.core.api.ServiceKind;
import hostler.launcher.api.LaunchException;
import hostler.os.api.ExitStatus;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What runs although nobody launched it. */
class OutlookTest {
    private static final ServiceId WEB = Specs.id("web");
    private static final String SIGHT = "web.service runs as process 4711";

    @TempDir Path directory;
    private TestHost host;

    @BeforeEach
    void open() throws Exception {
        host = TestHost.on(directory);
    }

    @AfterEach
    void close() throws Exception {
        host.end();
    }

    private void sees(Optional<String> what) {
        host.launcher.lookouts.get(WEB).accept(what);
    }

    @Test
    void whatRunsAndIsNotWantedIsToldAndLeftAlone() throws Exception {
        host.found(Specs.spec("web"));
        String why = host.await(WEB, STOPPED).reason();

        sees(Optional.of(SIGHT));
        String told = SIGHT + ", started outside the agent";
        host.await(WEB, "seen", status -> status.reason().equals(why + "; " + told));
        assertThat(host.history(WEB, Kind.ADOPTION)).containsExactly(told + "; it is left alone");
        assertThat(host.machine.calls).isEmpty();

        sees(Optional.empty());
        host.await(WEB, "gone", status -> status.reason().equals(why));
    }

    @Test
    void whatWasGivenUpAndRunsNowIsTakenOver() throws Exception {
        host.found(Specs.spec("web"));
        host.launcher.refuse(WEB, LaunchException.Kind.PERMANENT, "no such unit");
        host.commands.start(WEB, "tester");
        host.await(WEB, FAILED);

        host.launcher.acceptAgain(WEB);
        sees(Optional.of(SIGHT));
        host.await(WEB, RUNNING);
        assertThat(host.history(WEB, Kind.ADOPTION))
                .containsExactly(SIGHT + ", started outside the agent; it is taken over");
    }

    @Test
    void aTaskThatIsDoneIsNotDoneAgainBecauseSomebodyElseDoesIt() throws Exception {
        host.found(
                Specs.of(
                        Specs.spec("web"),
                        new ServiceKind.OneShot(Set.of(0)),
                        new Readiness.Check()));
        host.commands.start(WEB, "tester");
        host.await(WEB, "launched", status -> status.process().isPresent());
        host.machine.dies(WEB, new ExitStatus.Exited(0), host.clock.now());
        host.await(WEB, COMPLETED);

        sees(Optional.of(SIGHT));
        host.await(WEB, "seen", status -> status.reason().contains(SIGHT));
        assertThat(host.machine.calls("launch")).hasSize(1);
    }

    @Test
    void whereItCannotBeSeenNowItIsLookedAgain() throws Exception {
        host.launcher.cannotLook(WEB, LaunchException.Kind.TRANSIENT);
        host.found(Specs.spec("web"));
        host.await(WEB, STOPPED);
        assertThat(host.launcher.lookouts).isEmpty();

        host.launcher.acceptAgain(WEB);
        host.clock.advance(Performer.PAUSE);
        host.await(WEB, "looked for", status -> host.launcher.lookouts.containsKey(WEB));
    }

    @Test
    void nobodyLooksOutWhileALaunchLives() throws Exception {
        host.running(Specs.spec("web"));
        assertThat(host.launcher.lookouts).isEmpty();
    }

    @Test
    void theNextLauncherLooksOutInThePlaceOfTheFirst() throws Exception {
        host.found(Specs.spec("web"));
        host.await(WEB, STOPPED);
        FakeLauncher first = host.launcher;

        host.swapLauncher();
        host.await(WEB, "looked for", status -> host.launcher.lookouts.containsKey(WEB));
        assertThat(first.lookouts).isEmpty();
    }

    @Test
    void aLauncherThatLacksSomethingIsATroubleOfThoseWhoUseIt() throws Exception {
        host.found(Specs.spec("web"));
        assertThat(host.launchers.troubles(host.roster.list())).isEmpty();

        host.launcher.obstacle = Optional.of("there is nothing to start with");
        assertThat(host.launchers.troubles(host.roster.list()))
                .containsExactly(
                        "services with startup.method 'direct' cannot be started: there is nothing"
                                + " to start with; these are: web");
        assertThat(host.launchers.troubles(List.of())).isEmpty();
    }
}
