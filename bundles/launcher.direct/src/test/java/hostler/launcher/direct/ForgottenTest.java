package hostler.launcher.direct;

import static hostler.launcher.direct.FakeProcesses.process;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import hostler.os.api.BirthRecord;
import hostler.os.testkit.NoGroups;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ForgottenTest {
    private static final BirthRecord BIRTH =
            new BirthRecord("web-1", process(10), process(9), Instant.EPOCH);
    private static final HandleData DATA =
            new HandleData(
                    Path.of("/records"),
                    Optional.empty(),
                    false,
                    false,
                    Optional.empty(),
                    Optional.empty());

    private final FakeKeeper keeper = new FakeKeeper(BIRTH);
    private final FakeProcesses processes = new FakeProcesses(signal -> {});
    private final NoGroups none = new NoGroups();
    private final Forgotten forgotten =
            new Forgotten(
                    new Machine(
                            keeper,
                            processes,
                            processes,
                            none,
                            new RunAsTest.FakeAccounts(0),
                            (log, text, from, found) -> () -> {}),
                    new LaunchGroups(none));

    @Test
    void whatALateKeeperWritesIsRemovedWhenItHasEnded() {
        processes.begin(BIRTH.keeper());
        forgotten.forget(DATA, "web-1");
        assertThat(keeper.forgotten()).isEqualTo(1);
        processes.end(BIRTH.keeper());
        await().until(() -> keeper.forgotten() == 2);
    }

    @Test
    void whoseKeeperIsGoneIsForgottenAtOnce() {
        forgotten.forget(DATA, "web-1");
        assertThat(keeper.forgotten()).isEqualTo(1);
    }
}
