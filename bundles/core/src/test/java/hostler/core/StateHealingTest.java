package hostler.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import hostler.core.state.ServiceRecord;
import hostler.core.state.StateStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(20)
class StateHealingTest {
    @TempDir Path directory;

    @Test
    void aStateThatCouldNotBeWrittenIsWrittenWithoutAnotherChange() throws Exception {
        ManualClock clock = new ManualClock();
        Path state = directory.resolve("state");
        try (StateStore store = StateStore.open(state);
                StateHealing healing = new StateHealing(store, clock)) {
            healing.begin();
            Files.delete(state);
            assertThatIOException()
                    .isThrownBy(() -> store.put(ServiceRecord.unknown(Specs.id("web"))));
            clock.advance(StateHealing.PAUSE);

            Files.createDirectory(state);

            while (store.failure().isPresent()) {
                clock.advance(StateHealing.PAUSE);
                TimeUnit.MILLISECONDS.sleep(1);
            }
        }
        try (StateStore store = StateStore.open(state)) {
            assertThat(store.records()).containsKey(Specs.id("web"));
        }
    }
}
