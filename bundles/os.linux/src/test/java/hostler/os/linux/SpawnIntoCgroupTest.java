package hostler.os.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import hostler.os.api.Account;
import hostler.os.api.BirthRecord;
import hostler.os.api.ExitStatus;
import hostler.os.api.KeeperDuties;
import hostler.os.api.SpawnOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpawnIntoCgroupTest {

    @TempDir Path directory;
    private Launches launches;
    private TestGroup test;

    @BeforeEach
    void open() throws Exception {
        launches = new Launches(directory);
        test = TestGroup.open();
    }

    @AfterEach
    void close() throws Exception {
        launches.close();
        test.close();
    }

    private SpawnOrder inside(SpawnOrder order) {
        return Launches.with(
                order,
                new KeeperDuties(
                        Optional.of(test.directory()),
                        false,
                        Optional.empty(),
                        false,
                        Optional.empty()));
    }

    @Test
    void everybodyIsInItFromTheFirstInstruction() throws Exception {
        SpawnOrder order =
                inside(launches.shell("cat /proc/$$/cgroup; setsid sh -c 'cat /proc/$$/cgroup'"));
        launches.run(order);

        assertThat(launches.output(order).lines().filter(line -> line.startsWith("0::")))
                .hasSize(2)
                .allMatch(line -> line.endsWith("/" + test.directory().getFileName()));
    }

    @Test
    void theKeeperStaysOutside() throws Exception {
        BirthRecord birth = launches.spawn(inside(launches.shell("exec sleep 60")));

        assertThat(Files.readAllLines(test.directory().resolve("cgroup.procs")))
                .containsExactly("" + birth.process().pid());
    }

    @Test
    void anotherUserIsInItToo() throws Exception {
        assumeThat(new NssAccounts().ownUid()).isZero();
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        SpawnOrder order = launches.order(Path.of("/bin/cat"), "/proc/self/cgroup");
        launches.run(inside(Launches.as(order, new Account(65534, 65534, List.of()))));

        assertThat(launches.output(order)).contains("/" + test.directory().getFileName() + "\n");
    }

    @Test
    void whenTheGroupIsKilledTheKeeperSaysSo() throws Exception {
        SpawnOrder order = inside(launches.shell("(setsid sleep 60 &) ; sleep 61; sleep 62"));
        BirthRecord birth = launches.spawn(order);
        test.group().kill(Duration.ofSeconds(10));
        launches.awaitEnd(birth.keeper());

        assertThat(launches.awaitExit(order).status()).isEqualTo(new ExitStatus.Killed(9, false));
        test.awaitEmpty();
    }

    @Test
    void aGroupThatIsGoneIsNamed() throws Exception {
        Files.delete(test.directory());
        assertThatThrownBy(() -> launches.spawn(inside(launches.shell("touch ran"))))
                .hasMessageEndingWith(
                        "cannot start it in its cgroup "
                                + test.directory()
                                + ": No such file or directory (ENOENT)");
        assertThat(directory.resolve("ran")).doesNotExist();
        assertThat(launches.records).isEmptyDirectory();
    }
}
