package hostler.os.linux;

import static org.assertj.core.api.Assertions.assertThat;

import hostler.os.api.BirthRecord;
import hostler.os.api.ExitRecord;
import hostler.os.api.ExitStatus;
import hostler.os.api.SpawnOrder;
import hostler.os.testkit.Strace;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A child that is sent a signal before its program runs, as when its whole cgroup is ended. */
class KilledAtItsStartTest {

    /** Of the keeper and its child only this one makes it, before its birth is on record. */
    private static final Strace.Call PREPARES = new Strace.Call("close_range", 1);

    @TempDir Path directory;
    private Launches launches;
    private WaitingKeeper keeper;

    @BeforeEach
    void open() throws Exception {
        Strace.require();
        launches = new Launches(directory);
        keeper =
                WaitingKeeper.start(
                        KeeperBinary.extractTo(directory.resolve("run")),
                        Optional.empty(),
                        Optional.of(launches.records));
    }

    @AfterEach
    void close() {
        keeper.close();
        launches.close();
    }

    private Optional<LaunchFailure> launch(SpawnOrder order, String signal) throws Exception {
        try (Strace _ = Strace.signalling(signal, PREPARES, keeper.pid())) {
            keeper.take(OrderRecord.encode(order));
            return keeper.awaitReport();
        }
    }

    @Test
    void oneThatIsToldToEndWasStartedAndHowItEndedIsKnown() throws Exception {
        SpawnOrder order = launches.shell("echo it runs");
        assertThat(launch(order, "TERM")).isEmpty();
        BirthRecord birth = launches.birth(order);
        launches.awaitEnd(birth.keeper());

        assertThat(launches.door.exit(launches.records, order.launchId()))
                .map(ExitRecord::status)
                .contains(new ExitStatus.Killed(15, false));
        assertThat(launches.output(order)).isEmpty();
    }

    @Test
    void oneThatIsKilledBeforeItIsOnRecordWasNotStarted() throws Exception {
        assertThat(launch(launches.shell("exit 0"), "KILL"))
                .contains(new LaunchFailure(Stage.DISMISSED, 0));

        assertThat(launches.records).isEmptyDirectory();
    }
}
