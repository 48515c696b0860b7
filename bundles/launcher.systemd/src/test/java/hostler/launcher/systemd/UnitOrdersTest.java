package hostler.launcher.systemd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import hostler.launcher.api.Launch;
import hostler.launcher.api.LaunchException;
import hostler.launcher.api.Usage;
import hostler.launcher.testkit.LauncherSubject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Reloads of units, and what they use. */
class UnitOrdersTest extends Adopting {

    private void reload(Launch launch) throws LaunchException {
        launcher.reloading().orElseThrow().reload(launch.handle());
    }

    private Usage usage(Launch launch) throws LaunchException {
        return launcher.metering().orElseThrow().usage(launch.handle());
    }

    @Test
    void aReloadIsDoneWhenItReturns() throws Exception {
        Path sign = temporary.resolve("reloaded");
        unit("ExecStart=sleep 60", "ExecReload=sh -c 'sleep 0.1; touch " + sign + "'");
        Launch launch = launch();
        reload(launch);
        assertThat(sign).exists();
        assertThat(table.alive(launch.process())).isTrue();
        assertThat(events.silent(LauncherSubject.A_MOMENT)).isTrue();
    }

    @Test
    void aReloadThatFailsLeavesTheServiceAsItIs() throws Exception {
        unit("ExecStart=sleep 60", "ExecReload=false");
        Launch launch = launch();
        assertThatThrownBy(() -> reload(launch))
                .isInstanceOfSatisfying(
                        LaunchException.class,
                        e -> assertThat(e.kind()).isEqualTo(LaunchException.Kind.TRANSIENT))
                .hasMessageContaining("script.service has not reloaded: the job is 'failed'")
                .hasMessageContaining("its result 'exit-code'");
        assertThat(table.alive(launch.process())).isTrue();
    }

    @Test
    void aReloadThatHangsKeepsNobodyFromStoppingTheUnit() throws Exception {
        Path sign = temporary.resolve("reloading");
        unit("ExecStart=sleep 60", "ExecReload=sh -c 'touch " + sign + "; exec sleep 60'");
        Launch launch = launch();
        CompletableFuture<Void> reload = reloadElsewhere(launch);
        await().atMost(LauncherSubject.SOON).until(() -> Files.exists(sign));

        launcher.stop(launch.handle(), LauncherSubject.PATIENT);

        assertThat(reload)
                .failsWithin(LauncherSubject.SOON)
                .withThrowableOfType(ExecutionException.class)
                .withCauseInstanceOf(LaunchException.class)
                .withMessageContaining("script.service has not reloaded: the job is 'canceled'");
        assertThat(table.alive(launch.process())).isFalse();
    }

    private CompletableFuture<Void> reloadElsewhere(Launch launch) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        Thread.ofVirtual()
                .start(
                        () -> {
                            try {
                                reload(launch);
                                done.complete(null);
                            } catch (LaunchException e) {
                                done.completeExceptionally(e);
                            }
                        });
        return done;
    }

    @Test
    void aUnitThatCannotReloadIsToldSo() throws Exception {
        unit("ExecStart=sleep 60");
        Launch launch = launch();
        assertThatThrownBy(() -> reload(launch))
                .isInstanceOfSatisfying(
                        LaunchException.class,
                        e -> assertThat(e.kind()).isEqualTo(LaunchException.Kind.PERMANENT))
                .hasMessageContaining("ExecReload=");
    }

    @Test
    void theProcessorTimeOfAUnitIsKnown() throws Exception {
        unit("ExecStart=sh -c 'i=0; while [ $i -lt 20000 ]; do i=$((i+1)); done; exec sleep 60'");
        assertThat(usage(launch()).cpuNanos().orElseThrow()).isPositive();
    }

    static Stream<Arguments> counters() {
        return Stream.of(
                counter("memory", Usage::memoryBytes),
                counter("pids", Usage::tasks),
                counter("io", Usage::readBytes));
    }

    private static Arguments counter(String controller, Function<Usage, OptionalLong> value) {
        return Arguments.of(controller, value);
    }

    private static boolean has(String controller) throws Exception {
        String all = Files.readString(Path.of("/sys/fs/cgroup/cgroup.controllers"));
        return List.of(all.strip().split(" ")).contains(controller);
    }

    private Usage ofASleeper() throws Exception {
        unit(
                "ExecStart=sleep 60",
                "MemoryAccounting=yes",
                "TasksAccounting=yes",
                "IOAccounting=yes");
        return usage(launch());
    }

    @ParameterizedTest
    @MethodSource("counters")
    void whatTheMachineCountsIsKnown(String controller, Function<Usage, OptionalLong> value)
            throws Exception {
        assumeThat(has(controller)).as("this machine has the controller " + controller).isTrue();
        assertThat(value.apply(ofASleeper())).isPresent();
    }

    @ParameterizedTest
    @MethodSource("counters")
    void whatItDoesNotCountIsNotKnownAndNotZero(
            String controller, Function<Usage, OptionalLong> value) throws Exception {
        assumeThat(has(controller)).as("this machine has the controller " + controller).isFalse();
        assertThat(value.apply(ofASleeper())).isEmpty();
    }

    @Test
    void ofAUnitThatIsOverNothingIsKnown() throws Exception {
        unit("ExecStart=sleep 60");
        Launch launch = launch();
        launcher.stop(launch.handle(), LauncherSubject.PATIENT);
        assertThat(usage(launch)).isEqualTo(Usage.UNKNOWN);
    }
}
