package hostler.os.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import hostler.os.api.Account;
import hostler.os.api.BirthRecord;
import hostler.os.api.ExitRecord;
import hostler.os.api.ExitStatus;
import hostler.os.api.Output;
import hostler.os.api.SpawnOrder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeeperSpawnDoorTest {

    private static final int NOBODY = 65534;

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

    @ParameterizedTest
    @ValueSource(ints = {0, 3, 126, 127, 255})
    void exitCodeIsRecorded(int code) throws Exception {
        Optional<ExitRecord> exit = launches.run(launches.shell("exit " + code));

        assertThat(exit).map(ExitRecord::status).contains(new ExitStatus.Exited(code));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 9, 15, 31})
    void signalIsRecorded(int signal) throws Exception {
        Optional<ExitRecord> exit = launches.run(launches.shell("kill -" + signal + " $$"));

        assertThat(exit).map(ExitRecord::status).contains(new ExitStatus.Killed(signal, false));
    }

    @Test
    void timesOfBirthAndExitAreThoseOfTheClock() throws Exception {
        Instant before = Instant.now().minusMillis(1);
        SpawnOrder order = launches.shell("true");
        Optional<ExitRecord> exit = launches.run(order);
        Optional<BirthRecord> birth = launches.door.birth(launches.records, order.launchId());

        assertThat(birth.orElseThrow().at()).isBetween(before, exit.orElseThrow().at());
        assertThat(exit.orElseThrow().at()).isBeforeOrEqualTo(Instant.now());
        assertThat(exit.orElseThrow().deadlineExceeded()).isFalse();
    }

    @Test
    void birthIsThereBeforeTheFirstInstruction() throws Exception {
        SpawnOrder order = launches.shell("cat records/$HOSTLER_LAUNCH.birth; echo self=$$");
        launches.run(order);
        BirthRecord birth = launches.door.birth(launches.records, order.launchId()).orElseThrow();

        assertThat(launches.output(order))
                .contains("launch=" + order.launchId() + "\n")
                .contains("\npid=" + birth.process().pid() + "\n")
                .contains("self=" + birth.process().pid() + "\n");
    }

    @Test
    void birthTellsWhoRuns() throws Exception {
        BirthRecord birth = launches.spawn(launches.shell("exec sleep 60"));

        assertThat(launches.table.identify(birth.process().pid())).contains(birth.process());
        assertThat(launches.table.identify(birth.keeper().pid())).contains(birth.keeper());
        assertThat(stat(birth.process().pid()).parent()).isEqualTo(birth.keeper().pid());
        assertThat(stat(birth.keeper().pid()).name()).isEqualTo("hostler-keeper");
    }

    private ProcStat stat(int pid) {
        return new ProcFileSystem(Path.of("/proc")).stat(pid).orElseThrow();
    }

    @Test
    void environmentIsTheOrderedOneAndTheCookie() throws Exception {
        SpawnOrder order =
                Launches.in(
                        launches.order(Path.of("/usr/bin/env")),
                        directory,
                        022,
                        Map.of("B", "two words", "A", "", "Ü", "é=\n1"));
        launches.run(order);

        assertThat(launches.output(order))
                .isEqualTo("HOSTLER_LAUNCH=" + order.launchId() + "\nA=\nB=two words\nÜ=é=\n1\n");
    }

    @Test
    void argumentsAreNotInterpreted() throws Exception {
        SpawnOrder order =
                launches.order(Path.of("/usr/bin/printf"), "[%s]", "", "a b", "$HOME;*", "é");
        launches.run(order);

        assertThat(launches.output(order)).isEqualTo("[][a b][$HOME;*][é]");
    }

    @Test
    void directoryUmaskAndSessionAreAsOrdered() throws Exception {
        Path work = Files.createDirectory(directory.resolve("work dir"));
        SpawnOrder order =
                Launches.in(
                        launches.shell("pwd; umask; cut -d' ' -f1,6 /proc/$$/stat"),
                        work,
                        027,
                        Map.of());
        BirthRecord birth = launches.spawn(order);
        launches.awaitEnd(birth.keeper());

        int pid = birth.process().pid();
        assertThat(launches.output(order)).isEqualTo(work + "\n0027\n" + pid + " " + pid + "\n");
    }

    @Test
    void nothingIsInheritedButTheThreeDescriptors() throws Exception {
        SpawnOrder order = launches.shell("for f in /proc/$$/fd/*; do readlink $f; done");
        launches.run(order);

        String log = order.output().file().toString();
        assertThat(launches.output(order).lines()).containsExactly("/dev/null", log, log);
    }

    @Test
    void signalsAreAsAtBirth() throws Exception {
        SpawnOrder order =
                launches.order(
                        Path.of("/bin/grep"), "-E", "^Sig(Blk|Ign)|^ShdPnd", "/proc/self/status");
        launches.run(order);

        assertThat(launches.output(order).lines())
                .allSatisfy(line -> assertThat(line).endsWith("\t0000000000000000"))
                .hasSize(3);
    }

    @Test
    void userGroupAndGroupsAreExactlyThoseOfTheAccount() throws Exception {
        assumeThat(new NssAccounts().ownUid()).isZero();
        SpawnOrder order = launches.shell("id -u; id -g; id -G; echo done");
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        launches.run(Launches.as(order, new Account(NOBODY, 12, List.of(12, 20))));

        assertThat(launches.output(order)).isEqualTo("65534\n12\n12 20\ndone\n");
    }

    @Test
    void outputIsAppended() throws Exception {
        SpawnOrder order = launches.shell("echo out; echo err >&2");
        Files.writeString(order.output().file(), "before\n");
        launches.run(order);

        assertThat(launches.birth(order).outputStart()).hasValue("before\n".length());
        assertThat(launches.output(order)).isEqualTo("before\nout\nerr\n");
    }

    @Test
    void cappedOutputStopsAtTheLimitAndTheWriterDoesNot() throws Exception {
        SpawnOrder plain = launches.shell("head -c 3000000 /dev/zero | tr '\\0' x; exit 7");
        SpawnOrder order = Launches.with(plain, new Output.Capped(plain.output().file(), 100_001));
        Optional<ExitRecord> exit = launches.run(order);

        assertThat(exit).map(ExitRecord::status).contains(new ExitStatus.Exited(7));
        assertThat(order.output().file()).hasSize(100_001);
    }

    @Test
    void cappedOutputIsThereWhenTheExitRecordIs() throws Exception {
        SpawnOrder plain = launches.shell("echo last words; sleep 30 & exit 0");
        SpawnOrder order = Launches.with(plain, new Output.Capped(plain.output().file(), 4096));
        BirthRecord birth = launches.spawn(order);
        launches.awaitEnd(birth.process());
        launches.awaitExit(order);

        assertThat(launches.output(order)).isEqualTo("last words\n");
        assertThat(launches.table.alive(birth.keeper())).isTrue();
    }

    @Test
    void deadlineEndsTheWholeTree() throws Exception {
        SpawnOrder order =
                launches.shell(
                        "setsid sh -c 'sleep 61 & exec sleep 62' & (setsid sleep 63 &) ;"
                                + " trap '' TERM; sleep 64; sleep 65");
        BirthRecord birth = launches.spawn(Launches.killedAfter(order, Duration.ofMillis(300)));
        launches.awaitEnd(birth.keeper());

        assertThat(launches.table.tree(birth)).isEmpty();
        ExitRecord exit = launches.door.exit(launches.records, order.launchId()).orElseThrow();
        assertThat(exit.status()).isEqualTo(new ExitStatus.Killed(9, false));
        assertThat(exit.deadlineExceeded()).isTrue();
    }

    @Test
    void keeperStaysForOrphansAndGoesWithTheLast() throws Exception {
        SpawnOrder order = launches.shell("(setsid sleep 60 &); exit 4");
        BirthRecord birth = launches.spawn(order);
        assertThat(launches.awaitExit(order).status()).isEqualTo(new ExitStatus.Exited(4));

        assertThat(launches.table.tree(birth)).hasSize(1);
        launches.table.tree(birth).forEach(launches::kill);
        launches.awaitEnd(birth.keeper());
    }

    @Test
    void serviceOutlivesItsKeeperAndItsEndIsUnknown() throws Exception {
        SpawnOrder order = launches.shell("exec sleep 60");
        BirthRecord birth = launches.spawn(order);
        launches.kill(birth.keeper());
        launches.awaitEnd(birth.keeper());

        assertThat(launches.table.alive(birth.process())).isTrue();
        assertThat(launches.table.tree(birth)).containsExactly(birth.process());
        launches.kill(birth.process());
        launches.awaitEnd(birth.process());
        assertThat(launches.door.exit(launches.records, order.launchId())).isEmpty();
    }

    @Test
    void signalsToTheKeeperChangeNothing() throws Exception {
        SpawnOrder order = launches.shell("read line < fifo; exit 5");
        new ProcessBuilder("mkfifo", directory.resolve("fifo").toString()).start().waitFor();
        BirthRecord birth = launches.spawn(order);
        for (int signal : new int[] {1, 2, 13, 15, 20}) {
            int status =
                    new ProcessBuilder("kill", "-" + signal, "" + birth.keeper().pid())
                            .start()
                            .waitFor();
            assertThat(status).isZero();
        }
        Files.writeString(directory.resolve("fifo"), "go\n");
        launches.awaitEnd(birth.keeper());

        assertThat(launches.door.exit(launches.records, order.launchId()))
                .map(ExitRecord::status)
                .contains(new ExitStatus.Exited(5));
    }

    @Test
    void anotherKeeperCostsLessThanHundredKilobytes() throws Exception {
        launches.spawn(launches.shell("exec sleep 60"));
        SpawnOrder plain = launches.shell("head -c 200000 /dev/zero; exec sleep 60");
        BirthRecord birth =
                launches.spawn(
                        Launches.with(plain, new Output.Capped(plain.output().file(), 1000)));

        assertThat(PrivateMemory.kilobytes(birth.keeper().pid())).isPositive().isLessThan(100);
    }

    @Test
    void keeperHoldsNothingOfTheAgent() throws Exception {
        SpawnOrder order = launches.shell("sleep 60 & exit 0");
        BirthRecord birth = launches.spawn(order);
        launches.awaitExit(order);
        Path descriptors = Path.of("/proc", "" + birth.keeper().pid(), "fd");
        try (Stream<Path> all = Files.list(descriptors)) {
            assertThat(all.map(KeeperSpawnDoorTest::target))
                    .allMatch(
                            target ->
                                    target.equals("/dev/null")
                                            || target.equals("anon_inode:[signalfd]")
                                            || target.startsWith(launches.records.toString()));
        }
    }

    private static String target(Path link) {
        try {
            return Files.readSymbolicLink(link).toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void forgottenLaunchHasNoRecords() throws Exception {
        SpawnOrder order = launches.shell("true");
        launches.run(order);
        launches.door.forget(launches.records, order.launchId());

        assertThat(launches.records).isEmptyDirectory();
        assertThat(launches.door.birth(launches.records, order.launchId())).isEmpty();
        assertThat(launches.door.exit(launches.records, order.launchId())).isEmpty();
    }
}
