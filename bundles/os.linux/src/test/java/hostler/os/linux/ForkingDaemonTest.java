package hostler.os.linux;

import static org.assertj.core.api.Assertions.assertThat;

import hostler.os.api.BirthRecord;
import hostler.os.api.ExitStatus;
import hostler.os.api.KeeperDuties;
import hostler.os.api.SpawnOrder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ForkingDaemonTest {

    @TempDir Path directory;
    private Launches launches;

    @BeforeEach
    void open() throws Exception {
        launches = new Launches(directory);
    }

    @AfterEach
    void close() {
        launches.close();
    }

    private SpawnOrder forking(String script) {
        return forking(script, Optional.empty());
    }

    private SpawnOrder forkingWithPidFile(String script) {
        return forking(script, Optional.of(directory.resolve("pids/daemon.pid")));
    }

    private SpawnOrder forking(String script, Optional<Path> pidFile) {
        return Launches.with(
                launches.shell(script),
                new KeeperDuties(Optional.empty(), true, pidFile, false, Optional.empty()));
    }

    /** What a script that waits with "read x &lt; go" waits for. */
    private void go() throws IOException {
        Files.writeString(directory.resolve("go"), "\n");
    }

    /** Of the process whose number a script has written into "expected". */
    private void assertIsExpected(BirthRecord birth) throws IOException {
        assertThat(Files.readString(directory.resolve("expected")))
                .isEqualTo(birth.process().pid() + "\n");
    }

    @Test
    void whoIsNamedByThePidFileIsTheMainProcess() throws Exception {
        SpawnOrder order =
                forkingWithPidFile(
                        "mkdir pids; mkfifo go; sleep 60 & setsid sh -c 'echo $$ > pids/daemon.pid;"
                                + " exec sleep 61' & read x < go; exit 0");
        BirthRecord birth = launches.spawn(order);
        assertThat(birth.settled()).isFalse();
        go();
        BirthRecord daemon = launches.awaitSettled(order);

        assertThat(daemon.settled()).isTrue();
        assertThat(daemon.keeper()).isEqualTo(birth.keeper());
        assertThat(daemon.at()).isEqualTo(birth.at());
        assertThat(Files.readString(directory.resolve("pids/daemon.pid")))
                .isEqualTo(daemon.process().pid() + "\n");
        assertThat(launches.table.identify(daemon.process().pid())).contains(daemon.process());
    }

    @Test
    void theExitRecordIsOfTheDaemon() throws Exception {
        SpawnOrder order =
                forkingWithPidFile(
                        "mkdir pids; mkfifo go; setsid sh -c 'echo $$ > pids/daemon.pid; read x < go;"
                                + " exit 7' & sleep 60 & exit 0");
        launches.spawn(order);
        launches.awaitSettled(order);
        assertThat(launches.door.exit(launches.records, order.launchId())).isEmpty();
        go();

        assertThat(launches.awaitExit(order).status()).isEqualTo(new ExitStatus.Exited(7));
    }

    @Test
    void thePidFileAndItsDirectoryMayAppearAfterTheExit() throws Exception {
        SpawnOrder order =
                forkingWithPidFile(
                        "mkfifo go; setsid sh -c 'read x < go; mkdir pids; echo $$ > pids/daemon.pid;"
                                + " exec sleep 60' & exit 0");
        BirthRecord birth = launches.spawn(order);
        launches.awaitEnd(birth.process());
        assertThat(launches.birth(order)).isEqualTo(birth);
        go();

        BirthRecord daemon = launches.awaitSettled(order);
        assertThat(daemon.process()).isNotEqualTo(birth.process());
    }

    @Test
    void aStrangersNumberIsNotBelieved() throws Exception {
        Path file = Files.createDirectory(directory.resolve("pids")).resolve("daemon.pid");
        Files.writeString(file, ProcessHandle.current().pid() + "\n");
        SpawnOrder order =
                forkingWithPidFile(
                        "mkfifo go; setsid sh -c 'read x < go; echo $$ > pids/new; mv pids/new"
                                + " pids/daemon.pid; exec sleep 60' & exit 0");
        BirthRecord birth = launches.spawn(order);
        launches.awaitEnd(birth.process());
        go();
        BirthRecord daemon = launches.awaitSettled(order);

        assertThat(birth.settled()).isFalse();
        assertThat(daemon.process().pid()).isNotEqualTo((int) ProcessHandle.current().pid());
        assertThat(Files.readString(file)).isEqualTo(daemon.process().pid() + "\n");
    }

    @Test
    void theKeeperIsNotItsOwnService() throws Exception {
        SpawnOrder order =
                forkingWithPidFile(
                        "mkdir pids; mkfifo go; echo $PPID > pids/daemon.pid; setsid sh -c 'read x <"
                                + " go; exit 0' & exit 0");
        BirthRecord birth = launches.spawn(order);
        launches.awaitEnd(birth.process());
        go();
        launches.awaitEnd(birth.keeper());

        assertThat(launches.birth(order)).isEqualTo(birth);
    }

    @Test
    void aPidFileThatIsALinkIsNotFollowed() throws Exception {
        SpawnOrder order =
                forkingWithPidFile(
                        "mkdir pids; mkfifo go; setsid sh -c 'echo $$ > elsewhere; ln -s"
                                + " ../elsewhere pids/daemon.pid; read x < go; exit 0' & exit 0");
        BirthRecord birth = launches.spawn(order);
        launches.awaitEnd(birth.process());
        go();
        launches.awaitEnd(birth.keeper());

        assertThat(launches.birth(order)).isEqualTo(birth);
        assertThat(launches.awaitExit(order).status()).isEqualTo(new ExitStatus.Exited(0));
    }

    @Test
    void theOneThatIsLeftIsTheMainProcess() throws Exception {
        SpawnOrder order = forking("sleep 61 & echo $! > expected; exit 0");
        launches.spawn(order);
        BirthRecord daemon = launches.awaitSettled(order);

        assertIsExpected(daemon);
    }

    @Test
    void ofSeveralItIsTheOneThatLeadsASession() throws Exception {
        SpawnOrder order =
                forking(
                        "mkfifo up; sleep 61 & setsid sh -c 'echo > up; exec sleep 62' & echo $! >"
                                + " expected; read x < up; sleep 63 & exit 0");
        launches.spawn(order);
        BirthRecord daemon = launches.awaitSettled(order);

        assertIsExpected(daemon);
    }

    @Test
    void theMiddleOneOfTwoForksIsNotTheMainProcess() throws Exception {
        SpawnOrder order =
                forking(
                        "mkfifo go; setsid sh -c 'sh -c \"read x < go; exit 9\" & echo $! > new; mv"
                                + " new expected; exit 0' & exit 0");
        launches.spawn(order);
        assertThat(Records.await(directory.resolve("expected"))).isTrue();
        String expected = Files.readString(directory.resolve("expected")).strip();
        Records.await(
                launches.records,
                () -> expected.equals("" + launches.birth(order).process().pid()));
        go();

        assertThat(launches.awaitExit(order).status()).isEqualTo(new ExitStatus.Exited(9));
    }

    @Test
    void aStartThatFailsIsTheEnd() throws Exception {
        SpawnOrder order = forking("sleep 60 & exit 3");
        launches.spawn(order);

        assertThat(launches.awaitExit(order).status()).isEqualTo(new ExitStatus.Exited(3));
        assertThat(launches.birth(order).settled()).isFalse();
    }

    @Test
    void aStartThatLeavesNobodyBehindIsTheEnd() throws Exception {
        SpawnOrder order = forkingWithPidFile("exit 0");
        BirthRecord birth = launches.spawn(order);
        launches.awaitEnd(birth.keeper());

        assertThat(launches.awaitExit(order).status()).isEqualTo(new ExitStatus.Exited(0));
    }

    @Test
    void aDaemonMayPutAnotherInItsPlace() throws Exception {
        SpawnOrder order =
                forkingWithPidFile(
                        "mkdir pids; mkfifo go; setsid sh -c 'echo $$ > pids/daemon.pid; read x < go;"
                                + " sleep 62 & echo $! > expected; cp expected pids/daemon.pid; exit 0' & exit 0");
        launches.spawn(order);
        BirthRecord first = launches.awaitSettled(order);
        go();
        BirthRecord second = launches.awaitAnotherMain(order, first);

        assertIsExpected(second);
        assertThat(launches.door.exit(launches.records, order.launchId())).isEmpty();
    }

    @Test
    void ofADaemonThatIsSomebodyElsesChildTheEndIsKnownAndTheStatusIsNot() throws Exception {
        SpawnOrder order =
                forkingWithPidFile(
                        "mkdir pids; sh -c 'sleep 60 & echo $! > pids/daemon.pid; wait; sleep 61' &"
                                + " exit 0");
        launches.spawn(order);
        BirthRecord daemon = launches.awaitSettled(order);
        launches.kill(daemon.process());

        assertThat(launches.awaitExit(order).status()).isEqualTo(new ExitStatus.Unknown());
    }

    @Test
    void whenTheKeeperIsKilledTheDaemonGoesOnUnsettled() throws Exception {
        SpawnOrder order =
                forkingWithPidFile("mkfifo go; setsid sh -c 'echo > there; read x < go' & exit 0");
        BirthRecord birth = launches.spawn(order);
        assertThat(Records.await(directory.resolve("there"))).isTrue();
        launches.kill(birth.keeper());
        launches.awaitEnd(birth.keeper());

        assertThat(launches.birth(order).settled()).isFalse();
        assertThat(launches.table.tree(birth)).isNotEmpty();
        go();
    }
}
