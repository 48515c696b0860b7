package hostler.launcher.systemd;

import static org.assertj.core.api.Assertions.assertThat;

import hostler.launcher.api.Launch;
import hostler.launcher.api.Recovered;
import hostler.launcher.api.Sighting;
import hostler.launcher.testkit.LauncherSubject;
import hostler.os.api.ExitStatus;
import hostler.systemd.testkit.Bed;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Units that somebody starts and stops behind the agent's back. */
class ByHandTest extends Adopting {
    private final BlockingQueue<Optional<String>> sights = new LinkedBlockingQueue<>();

    @BeforeEach
    void thereIsAUnit() throws Exception {
        unit("ExecStart=sleep 60");
    }

    private Sighting.Lookout look() throws Exception {
        return launcher.sighting().orElseThrow().look(script().spec(), sights::add);
    }

    private Optional<String> nextSight() throws InterruptedException {
        Optional<String> next = sights.poll(LauncherSubject.SOON.toSeconds(), TimeUnit.SECONDS);
        assertThat(next).as("something is told").isNotNull();
        return next;
    }

    @Test
    void aStartAndAStopAreSeen() throws Exception {
        look();
        assertThat(nextSight()).isEmpty();
        Bed.run("systemctl", "start", UNIT);
        assertThat(nextSight()).contains("script.service runs as process " + mainPid());
        Bed.run("systemctl", "stop", UNIT);
        assertThat(nextSight()).isEmpty();
    }

    @Test
    void whatRunsAlreadyIsSeenAtOnce() throws Exception {
        Bed.run("systemctl", "start", UNIT);
        look();
        assertThat(sights.remove()).contains("script.service runs as process " + mainPid());
    }

    @Test
    void afterTheManagersReExecutionItIsSeenAsBefore() throws Exception {
        look();
        assertThat(nextSight()).isEmpty();
        Bed.run("systemctl", "daemon-reexec");
        Bed.run("systemctl", "start", UNIT);
        assertThat(nextSight()).isPresent();
    }

    @Test
    void nothingIsToldOfAUnitThatNobodyLooksAt() throws Exception {
        look().close();
        assertThat(nextSight()).isEmpty();
        Bed.run("systemctl", "start", UNIT);
        look();
        assertThat(nextSight()).isPresent();
        assertThat(sights).isEmpty();
    }

    @Test
    void aUnitThatIsStartedAfterItsStopIsAnotherLaunch() throws Exception {
        Launch launch = launch();
        launcher.stop(launch.handle(), LauncherSubject.PATIENT);
        Bed.run("systemctl", "start", UNIT);
        replaceLauncher();
        assertThat(launcher.recover(launch.handle(), events))
                .isInstanceOfSatisfying(
                        Recovered.Gone.class,
                        gone ->
                                assertThat(gone.exit().status())
                                        .isEqualTo(new ExitStatus.Killed(15, false)));
        launcher.stop(launch.handle(), LauncherSubject.PATIENT);
        assertThat(active()).isEqualTo("active");
    }

    @Test
    void aUnitThatIsStartedAfterItsEndIsNotSweptAway() throws Exception {
        Launch launch = launch();
        Bed.run("systemctl", "stop", UNIT);
        assertThat(events.exit()).isEqualTo(new ExitStatus.Killed(15, false));
        Bed.run("systemctl", "start", UNIT);
        launcher.stop(launch.handle(), LauncherSubject.PATIENT);
        assertThat(active()).isEqualTo("active");
    }
}
