package hostler.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hostler.core.api.Failure;
import hostler.core.api.ServiceEvent.Kind;
import hostler.core.api.ServiceException;
import hostler.core.api.ServiceId;
import hostler.core.api.ServiceState;
import hostler.core.api.ServiceStatus;
import hostler.os.api.Signal;
import java.nio.file.Path;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SignalTest {
    private static final ServiceId WEB = Specs.id("web");

    @TempDir Path directory;
    private final FakeMachine machine = new FakeMachine();
    private TestHost host;

    @BeforeEach
    void open() throws Exception {
        host = new TestHost(directory, machine, false);
    }

    @AfterEach
    void close() throws Exception {
        host.end();
    }

    private static ServiceStatus sent(CompletionStage<ServiceStatus> stage) throws Exception {
        return stage.toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    @Test
    void aSignalReachesTheMainProcessAndIsOnRecord() throws Exception {
        host.running(Specs.spec("web"));
        ServiceStatus before = host.roster.find(WEB).orElseThrow();
        ServiceStatus after = sent(host.commands.signal(WEB, Signal.HUP, "tester"));

        assertThat(machine.calls).containsExactly("launch web", "signal web HUP");
        assertThat(after.process()).isEqualTo(before.process());
        // It is told with the next status.
        TestHost.settled(host.commands.start(WEB, "tester"));
        assertThat(host.history(WEB, Kind.COMMAND)).endsWith("HUP sent, commanded by tester");
    }

    @Test
    void everySignalIsSentInOrder() throws Exception {
        host.running(Specs.spec("web"));
        var first = host.commands.signal(WEB, Signal.HUP, "tester");
        var second = host.commands.signal(WEB, Signal.USR1, "tester");
        sent(first);
        sent(second);

        assertThat(machine.calls)
                .containsExactly("launch web", "signal web HUP", "signal web USR1");
    }

    @Test
    void whatDoesNotRunCannotBeSignalled() throws Exception {
        host.found(Specs.spec("web"));
        host.await(WEB, ServiceState.STOPPED);

        assertThatThrownBy(() -> host.commands.signal(WEB, Signal.HUP, "tester"))
                .isInstanceOfSatisfying(
                        ServiceException.class,
                        e -> assertThat(e.failure()).isEqualTo(Failure.FAILED_PRECONDITION))
                .hasMessage("service web cannot be sent HUP: it does not run; it is stopped");
        assertThatThrownBy(() -> host.commands.signal(Specs.id("none"), Signal.HUP, "tester"))
                .hasMessage("service none not found");
    }

    @Test
    void whoeverWaitsHearsThatTheLauncherCouldNot() throws Exception {
        host.running(Specs.spec("web"));
        host.launcher.cannotEnd(WEB, "not permitted");

        assertThatThrownBy(() -> sent(host.commands.signal(WEB, Signal.HUP, "tester")))
                .isInstanceOf(ExecutionException.class)
                .hasRootCauseMessage("service web cannot be sent HUP: not permitted");
    }

    @Test
    void aPausedServiceIsNotSignalled() throws Exception {
        host.running(Specs.spec("web"));
        TestHost.settled(host.commands.pause(WEB, "tester"));

        assertThatThrownBy(() -> sent(host.commands.signal(WEB, Signal.HUP, "tester")))
                .isInstanceOf(ExecutionException.class);
        assertThat(machine.calls).doesNotContain("signal web HUP");
    }
}
