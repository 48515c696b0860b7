package hostler.os.linux;

import static org.assertj.core.api.Assertions.assertThat;

import hostler.os.api.BirthRecord;
import hostler.os.api.ProcessIdentity;
import hostler.os.api.Signal;
import hostler.os.api.SpawnOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeeperPoolTest {

    @TempDir Path directory;
    private Launches launches;
    private Path program;
    private KeeperPool pool;

    @BeforeEach
    void open() throws Exception {
        launches = new Launches(directory);
        program = KeeperBinary.extractTo(directory.resolve("run"));
        pool = new KeeperPool(program);
        pool.prepare(launches.records);
    }

    @AfterEach
    void close() {
        pool.close();
        launches.close();
    }

    /** The one keeper of this program; it is there as soon as it was prepared. */
    private ProcessIdentity waiting() {
        return keepers().findAny().orElseThrow();
    }

    private Stream<ProcessIdentity> keepers() {
        return new ProcFileSystem(Path.of("/proc"))
                .all().stream()
                        .filter(ProcStat::alive)
                        .filter(stat -> program.equals(programOf(stat.pid())))
                        .flatMap(stat -> launches.table.identify(stat.pid()).stream());
    }

    private static Path programOf(int pid) {
        return ProcessHandle.of(pid)
                .flatMap(process -> process.info().command())
                .map(Path::of)
                .orElse(Path.of("gone"));
    }

    private BirthRecord launch(SpawnOrder order) throws Exception {
        byte[] record = OrderRecord.encode(order);
        assertThat(pool.outcome(pool.order(record), record)).isEqualTo(Optional.empty());
        return launches.birth(order);
    }

    @Test
    void theOneThatWaitsTakesTheNextOrder() throws Exception {
        ProcessIdentity waiting = waiting();
        BirthRecord birth = launch(launches.shell("exit 0"));
        launches.awaitEnd(birth.keeper());

        assertThat(birth.keeper()).isEqualTo(waiting);
    }

    @Test
    void whenItWasKilledAnotherTakesTheOrder() throws Exception {
        ProcessIdentity waiting = waiting();
        launches.kill(waiting);
        launches.awaitEnd(waiting);
        BirthRecord birth = launch(launches.shell("exit 0"));
        launches.awaitEnd(birth.keeper());

        assertThat(birth.keeper()).isNotEqualTo(waiting);
    }

    @Test
    void whenItWasToldToEndAnotherTakesTheOrder() throws Exception {
        ProcessIdentity waiting = waiting();
        terminate(waiting);
        BirthRecord birth = launch(launches.shell("exit 0"));
        launches.awaitEnd(birth.keeper());

        assertThat(birth.keeper()).isNotEqualTo(waiting);
    }

    private void terminate(ProcessIdentity keeper) {
        launches.watch.hold(keeper, () -> {}).orElseThrow().send(Signal.TERM);
    }

    @Test
    void inAGroupNoneIsStartedInPlaceOfOneThatWasToldToEnd() throws Exception {
        try (TestGroup test = TestGroup.open();
                KeeperPool inside = new KeeperPool(program, Optional.of(test.directory()))) {
            inside.makeReady();
            assertThat(inside.ready()).isTrue();
            String keeper = Files.readString(test.directory().resolve("cgroup.procs")).strip();
            terminate(launches.table.identify(Integer.parseInt(keeper)).orElseThrow());

            byte[] order = OrderRecord.encode(launches.shell("touch ran"));
            assertThat(inside.outcome(inside.order(order), order))
                    .map(LaunchFailure::stage)
                    .contains(Stage.DISMISSED);
            assertThat(directory.resolve("ran")).doesNotExist();
            test.awaitEmpty();
        }
    }

    @Test
    void itEndsWithItsAgent() throws Exception {
        ProcessIdentity waiting = waiting();
        pool.close();

        launches.awaitEnd(waiting);
        pool.prepare(launches.records);
        assertThat(keepers()).isEmpty();
    }

    @Test
    void nothingIsToBeSeenOfRecordsThatAreReadyAndNeverWritten() throws Exception {
        ProcessIdentity waiting = waiting();
        assertThat(launches.records).isEmptyDirectory();
        pool.close();

        launches.awaitEnd(waiting);
        assertThat(launches.records).isEmptyDirectory();
    }

    @Test
    void recordsAreWhereTheOrderWantsThemWhereverTheyWereReady() throws Exception {
        Path elsewhere = Files.createDirectory(directory.resolve("elsewhere"));
        launches.awaitEnd(launch(launches.shell("exit 0")).keeper());
        pool.prepare(elsewhere);
        SpawnOrder order = launches.shell("exit 3");
        BirthRecord birth = launch(order);
        launches.awaitEnd(birth.keeper());

        assertThat(launches.door.exit(launches.records, order.launchId())).isPresent();
        assertThat(elsewhere).isEmptyDirectory();
    }

    @Test
    void thereIsNeverMoreThanOne() {
        pool.prepare(launches.records);

        assertThat(keepers()).hasSize(1);
    }

    @Test
    void anOrderOfManyPagesArrivesWhole() throws Exception {
        String[] words = Stream.generate(() -> "x".repeat(100_000)).limit(8).toArray(String[]::new);
        SpawnOrder order = launches.order(Path.of("/bin/echo"), words);
        BirthRecord birth = launch(order);
        launches.awaitEnd(birth.keeper());

        assertThat(launches.output(order)).hasSize(8 * 100_001);
    }
}
