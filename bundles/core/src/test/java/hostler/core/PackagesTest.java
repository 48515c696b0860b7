package hostler.core;

import static hostler.core.api.ServiceState.RUNNING;
import static hostler.core.api.ServiceState.STOPPED;
import static org.assertj.core.api.Assertions.assertThat;

import hostler.core.api.PackageProblem;
import hostler.core.api.ServiceEvent.Kind;
import hostler.core.api.ServiceId;
import hostler.core.api.ServiceSpec;
import hostler.core.api.ServiceStatus;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PackagesTest {
    private static final ServiceId WEB = Specs.id("web");
    private static final ServiceId DB = Specs.id("db");

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

    @Test
    void aChangedPackageIsShownAtOnceAndUsedAtTheNextStart() throws Exception {
        host.running(Specs.spec("web"));
        ServiceSpec changed = Specs.versioned(Specs.spec("web"), "2");

        host.found(changed);

        ServiceStatus status = host.await(WEB, "changed", s -> s.spec().equals(changed));
        assertThat(status.state()).isEqualTo(RUNNING);
        assertThat(host.machine.calls).containsExactly("launch web");
        host.await(WEB, "told", s -> !host.history(WEB, Kind.PACKAGE).isEmpty());
        assertThat(host.history(WEB, Kind.PACKAGE))
                .singleElement()
                .asString()
                .endsWith("how it is started changes with its next start");
    }

    @Test
    void aSpoiltPackageLeavesTheOldOneInForceAndSaysWhatIsWrong() throws Exception {
        host.running(Specs.spec("web"));
        PackageProblem problem =
                new PackageProblem(
                        Specs.spec("web").source(), 3, 7, "", "a comma was expected", true);

        host.found(List.of(problem));

        ServiceStatus status = host.await(WEB, "spoilt", s -> s.problem().isPresent());
        assertThat(status.problem())
                .contains("/workspace/web/package.json:3:7: a comma was expected");
        assertThat(status.state()).isEqualTo(RUNNING);
        assertThat(status.removed()).isFalse();
        assertThat(host.roster.problems()).containsExactly(problem);

        host.found(Specs.spec("web"));
        host.await(WEB, "right", s -> s.problem().isEmpty());
    }

    @Test
    void aVanishedPackageIsKeptWhileItsServiceShouldRun() throws Exception {
        host.running(Specs.spec("web"));

        host.found();

        ServiceStatus status = host.await(WEB, "removed", ServiceStatus::removed);
        assertThat(status.state()).isEqualTo(RUNNING);
        host.dies(WEB);
        host.await(WEB, "restarted", s -> s.state() == RUNNING && s.totalRestarts() == 1);

        TestHost.settled(host.commands.stop(WEB, false, "tester"));
        host.awaitGone(WEB);
    }

    @Test
    void aVanishedPackageThatDoesNotRunIsDropped() throws Exception {
        host.found(Specs.spec("web"), Specs.spec("db"));
        host.await(WEB, STOPPED);

        host.found(Specs.spec("db"));

        host.awaitGone(WEB);
        assertThat(host.roster.find(DB)).isPresent();
    }

    @Test
    void aServiceWhosePackageVanishedIsStoppedIfThatIsThePolicyAndStartedWhenItIsBack()
            throws Exception {
        host.stopRemoved = true;
        host.running(Specs.spec("web"));

        host.found();
        host.awaitGone(WEB);
        assertThat(host.machine.living()).isZero();

        host.found(Specs.spec("web"));
        host.await(WEB, RUNNING);
    }

    @Test
    void whatWasCommandedIsRememberedWhileThePackageIsGone() throws Exception {
        host.running(Specs.autostarted("web"));
        TestHost.settled(host.commands.stop(WEB, false, "tester"));
        host.found();
        host.awaitGone(WEB);

        host.found(Specs.autostarted("web"));

        assertThat(host.await(WEB, STOPPED).reason()).isEqualTo("stop commanded by tester");
    }

    @Test
    void aServiceWhosePackageWasSpoiltWhileTheAgentWasAwayIsTakenOver() throws Exception {
        host.running(Specs.spec("web"));
        host.end();
        FakeMachine machine = host.machine;
        host = new TestHost(directory, machine, false);

        host.found(
                List.of(
                        new PackageProblem(
                                Path.of(directory.toString(), "web", "package.json"),
                                1,
                                1,
                                "",
                                "this is no JSON",
                                true)));

        ServiceStatus status = host.await(WEB, RUNNING);
        assertThat(status.problem()).isPresent();
        assertThat(machine.living()).isEqualTo(1);
    }
}
