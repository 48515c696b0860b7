package hostler.core;

import static hostler.core.api.ServiceState.RUNNING;
import static hostler.core.api.ServiceState.STOPPED;
import static org.assertj.core.api.Assertions.assertThat;

import hostler.core.api.Desired;
import hostler.core.api.ServiceSpec;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FarewellTest {
    private static final ServiceSpec[] CHAIN = {
        Specs.spec("db"), Specs.spec("cache", "db"), Specs.spec("web", "cache")
    };

    @TempDir Path directory;
    private final FakeMachine machine = new FakeMachine();
    private TestHost host;

    @BeforeEach
    void open() throws Exception {
        host = new TestHost(directory, machine, false);
        host.running(CHAIN);
        machine.calls.clear();
    }

    @AfterEach
    void close() throws Exception {
        host.end();
    }

    private void sayFarewell(Duration limit) throws InterruptedException {
        new Farewell(host.roster, host.events).say(limit);
    }

    @Test
    void everythingIsStoppedInReverseOrderAndStaysWanted() throws Exception {
        sayFarewell(Farewell.LIMIT);

        assertThat(machine.living()).isZero();
        assertThat(machine.calls("stop")).containsExactly("stop web", "stop cache", "stop db");
        assertThat(host.await(Specs.id("db"), STOPPED).reason())
                .contains("agent.stop_services_on_exit");
        assertThat(host.store.records().values())
                .allSatisfy(record -> assertThat(record.desired()).contains(Desired.RUNNING));
    }

    @Test
    void theNextAgentStartsThemAgainInOrderAndCountsNoRestart() throws Exception {
        sayFarewell(Farewell.LIMIT);
        host.end();
        machine.calls.clear();

        host = new TestHost(directory, machine, false);
        host.found(CHAIN);

        assertThat(host.await(Specs.id("web"), RUNNING).totalRestarts()).isZero();
        assertThat(machine.calls("launch"))
                .containsExactly("launch db", "launch cache", "launch web");
    }

    @Test
    void whatCannotBeEndedHoldsTheAgentForTheLimitOnly() throws Exception {
        host.launcher.cannotEnd(Specs.id("web"), "it is in the kernel");

        sayFarewell(Duration.ofMillis(200));

        assertThat(machine.living()).isPositive();
    }
}
