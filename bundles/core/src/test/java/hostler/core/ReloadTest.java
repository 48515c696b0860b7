package hostler.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hostler.core.api.Failure;
import hostler.core.api.ServiceConfiguration.Effect;
import hostler.core.api.ServiceEvent.Kind;
import hostler.core.api.ServiceException;
import hostler.core.api.ServiceId;
import hostler.core.api.ServiceState;
import hostler.core.api.ServiceStatus;
import hostler.os.api.Signal;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReloadTest {
    private static final ServiceId WEB = Specs.id("web");

    @TempDir Path directory;
    private final FakeMachine machine = new FakeMachine();
    private final CountDownLatch latch = new CountDownLatch(1);
    private TestHost host;

    @BeforeEach
    void open() throws Exception {
        host = new TestHost(directory, machine, false);
    }

    @AfterEach
    void close() throws Exception {
        latch.countDown();
        host.end();
    }

    private CompletionStage<ServiceStatus> reload() throws ServiceException {
        return host.commands.reload(WEB, "tester");
    }

    private static ServiceStatus done(CompletionStage<ServiceStatus> stage) throws Exception {
        return stage.toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    /** A reload that its launcher is about to do, and does not do before it may. */
    private CompletionStage<ServiceStatus> hanging() throws Exception {
        host.running(Specs.spec("web"));
        host.launcher.reloaded = latch;
        CompletionStage<ServiceStatus> stage = reload();
        host.await(WEB, "being reloaded", status -> machine.calls.contains("reload web"));
        return stage;
    }

    private void assertRefused(String why) {
        assertThatThrownBy(this::reload)
                .isInstanceOfSatisfying(
                        ServiceException.class,
                        e -> assertThat(e.failure()).isEqualTo(Failure.FAILED_PRECONDITION))
                .hasMessage("service web cannot be reloaded: " + why);
    }

    @Test
    void aReloadIsTheLaunchersAndIsOnRecordWhenItIsDone() throws Exception {
        host.running(Specs.spec("web"));
        ServiceStatus before = host.roster.find(WEB).orElseThrow();

        ServiceStatus after = done(reload());

        assertThat(machine.calls).containsExactly("launch web", "reload web");
        assertThat(after).isEqualTo(before);
        assertThat(host.history(WEB, Kind.COMMAND)).endsWith("reloaded, commanded by tester");
    }

    @Test
    void whatItsPackageSaysOfAReloadCountsMost() throws Exception {
        host.running(Specs.reloadedOn(Specs.spec("web"), Signal.USR1));
        done(reload());
        assertThat(machine.calls).containsExactly("launch web", "signal web USR1");
        assertThat(host.history(WEB, Kind.COMMAND)).endsWith("reloaded, commanded by tester");
    }

    @Test
    void whereTheLauncherCannotTheSignalOfItsConfigurationDoes() throws Exception {
        host.launcher.reloads = false;
        host.running(Specs.configured(Specs.spec("web"), new Effect.Signalled(Signal.HUP)));
        done(reload());
        assertThat(machine.calls).containsExactly("launch web", "signal web HUP");
    }

    @Test
    void whatNobodyKnowsHowToReloadIsRefusedAtOnceWithWhatToDo() throws Exception {
        host.launcher.reloads = false;
        host.running(Specs.spec("web"));
        assertRefused(
                "its package does not say how; declare startup.reload_signal, such as HUP, if its"
                        + " program reads its configuration anew on a signal");
    }

    @Test
    void whatDoesNotRunIsNotReloaded() throws Exception {
        host.found(Specs.spec("web"));
        host.await(WEB, ServiceState.STOPPED);
        assertRefused("it does not run; it is stopped");
        assertThatThrownBy(() -> host.commands.reload(Specs.id("none"), "tester"))
                .hasMessage("service none not found");
    }

    @Test
    void aPausedServiceIsNotReloaded() throws Exception {
        host.running(Specs.spec("web"));
        TestHost.settled(host.commands.pause(WEB, "tester"));
        assertRefused("it is paused; resume it first");
    }

    @Test
    void aServiceThatFailsToReloadGoesOnAsItWas() throws Exception {
        host.running(Specs.spec("web"));
        host.launcher.cannotEnd(WEB, "the job is 'failed'");
        CompletionStage<ServiceStatus> stage = reload();
        assertThatThrownBy(() -> done(stage))
                .isInstanceOf(ExecutionException.class)
                .hasRootCauseMessage("service web cannot be reloaded: the job is 'failed'");
        assertThat(host.roster.find(WEB).orElseThrow().state()).isEqualTo(ServiceState.RUNNING);
        assertThat(host.history(WEB, Kind.COMMAND))
                .endsWith("not reloaded, as commanded by tester: the job is 'failed'");
        host.launcher.acceptAgain(WEB);
        done(reload());
    }

    @Test
    void allThatComeMeanwhileAreOneReloadAfterIt() throws Exception {
        CompletionStage<ServiceStatus> first = hanging();
        CompletionStage<ServiceStatus> second = reload();
        CompletionStage<ServiceStatus> third = host.commands.reload(WEB, "somebody");

        latch.countDown();
        done(first);
        done(second);
        done(third);

        assertThat(machine.calls("reload")).hasSize(2);
        assertThat(host.history(WEB, Kind.COMMAND))
                .endsWith(
                        "reloaded, commanded by tester", "reloaded, commanded by tester, somebody");
    }

    @Test
    void noMoreThanAFewWait() throws Exception {
        hanging();
        for (int i = 0; i < Orders.MOST; i++) {
            var _ = reload();
        }
        assertRefused(Orders.MOST + " such commands wait for their turn");
    }

    @Test
    void aServiceIsStoppedAndStartedWhileItsReloadHangs() throws Exception {
        CompletionStage<ServiceStatus> stage = hanging();

        TestHost.settled(host.commands.stop(WEB, false, "tester"));
        TestHost.settled(host.commands.start(WEB, "tester"));

        assertThat(stage.toCompletableFuture()).isNotDone();
        latch.countDown();
        done(stage);
    }

    @Test
    void theAgentsEndBreaksItOffAndWhoeverWaitsHearsOfIt() throws Exception {
        CompletionStage<ServiceStatus> first = hanging();
        CompletionStage<ServiceStatus> second = reload();

        host.end();

        for (CompletionStage<ServiceStatus> each : List.of(first, second)) {
            assertThatThrownBy(() -> done(each))
                    .hasRootCauseMessage("service web cannot be reloaded: the agent ends");
        }
        host = new TestHost(directory, machine, false);
    }
}
