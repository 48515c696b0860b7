package hostler.launcher.direct;

import static hostler.launcher.direct.FakeProcesses.process;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hostler.launcher.api.LaunchException;
import hostler.launcher.api.StopOrder;
import hostler.os.api.BirthRecord;
import hostler.os.api.Signal;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;

class ProcessTreeTest {
    private static final BirthRecord BIRTH =
            new BirthRecord("web-1", process(10), process(9), Instant.EPOCH);
    private static final StopOrder AT_ONCE = new StopOrder(Signal.TERM, Duration.ZERO);

    private static final LaunchGroup NO_GROUP = new LaunchGroup("web-1", Optional.empty());

    private final Queue<Signal> signals = new ConcurrentLinkedQueue<>();
    private final FakeProcesses processes = new FakeProcesses(signals::add);
    private final ProcessTree tree =
            new ProcessTree(
                    processes, processes, BIRTH, NO_GROUP, () -> false, Duration.ofMillis(50));

    @Test
    void whatTheKernelHoldsIsNamed() {
        processes.begin(process(10));
        processes.begin(process(11));
        assertThatThrownBy(() -> tree.end(AT_ONCE))
                .isInstanceOfSatisfying(
                        LaunchException.class,
                        e -> assertThat(e.kind()).isEqualTo(LaunchException.Kind.TRANSIENT))
                .hasMessageContaining("unkillable: process 10, process 11 of launch web-1");
    }

    @Test
    void theSignalComesBeforeTheKill() {
        processes.begin(process(10));
        assertThatThrownBy(() -> tree.end(AT_ONCE)).isInstanceOf(LaunchException.class);
        assertThat(signals).startsWith(Signal.TERM, Signal.CONT, Signal.KILL);
    }

    @Test
    void missingPermissionIsSaidAndNotRetried() {
        FakeProcesses guarded =
                new FakeProcesses(
                        signal -> {
                            throw new SecurityException("EPERM");
                        });
        guarded.begin(process(10));
        ProcessTree others =
                new ProcessTree(
                        guarded, guarded, BIRTH, NO_GROUP, () -> false, Duration.ofMillis(50));
        assertThatThrownBy(() -> others.end(AT_ONCE))
                .isInstanceOfSatisfying(
                        LaunchException.class,
                        e -> assertThat(e.kind()).isEqualTo(LaunchException.Kind.PERMANENT))
                .hasMessageContaining("process 10");
    }

    @Test
    void treeThatIsGoneNeedsNoSignal() throws Exception {
        tree.end(AT_ONCE);
        assertThat(signals).isEmpty();
    }
}
