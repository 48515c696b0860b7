package hostler.os.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import hostler.os.api.Account;
import hostler.os.api.ExitRecord;
import hostler.os.api.ExitStatus;
import hostler.os.api.Output;
import hostler.os.api.SpawnOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PipedOutputTest {

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

    private SpawnOrder piped(String script) {
        SpawnOrder plain = launches.shell(script);
        return Launches.with(plain, new Output.Piped(plain.output().file()));
    }

    @Test
    void everyByteReachesTheLogInOrder() throws Exception {
        SpawnOrder order = piped("seq 1 1000000; seq 1 1000000 | sha256sum > sum; exit 3");
        Files.writeString(order.output().file(), "before\n");
        Optional<ExitRecord> exit = launches.run(order);

        assertThat(exit).map(ExitRecord::status).contains(new ExitStatus.Exited(3));
        Process sum =
                new ProcessBuilder(
                                "/bin/sh",
                                "-c",
                                "tail -n +2 '" + order.output().file() + "' | sha256sum")
                        .start();
        assertThat(sum.inputReader(StandardCharsets.UTF_8).readLine())
                .isEqualTo(Files.readString(directory.resolve("sum")).strip());
    }

    @Test
    void programThatTruncatesItsOutputLosesNothing() throws Exception {
        SpawnOrder order = piped("echo one; echo two > /dev/stdout; echo three > /dev/stderr");
        launches.run(order);

        assertThat(launches.output(order)).isEqualTo("one\ntwo\nthree\n");
    }

    @Test
    void anotherUserMayOpenItsOutputAgain() throws Exception {
        assumeThat(new NssAccounts().ownUid()).isZero();
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        SpawnOrder order = piped("echo one > /dev/stdout; echo two > /dev/stderr");
        launches.run(Launches.as(order, new Account(NOBODY, NOBODY, List.of())));

        assertThat(launches.output(order)).isEqualTo("one\ntwo\n");
    }

    @Test
    void orphansGoOnWritingAfterTheMainProcess() throws Exception {
        SpawnOrder order = piped("mkfifo go; (setsid sh -c 'read x < go; echo late' &); exit 0");
        var birth = launches.spawn(order);
        launches.awaitEnd(birth.process());
        Files.writeString(directory.resolve("go"), "\n");
        launches.awaitEnd(birth.keeper());

        assertThat(launches.output(order)).isEqualTo("late\n");
    }

    @Test
    void fullDiskDropsCountsAndNeverBlocks() throws Exception {
        assumeThat(new NssAccounts().ownUid()).isZero();
        try (TemporaryMount disk = TemporaryMount.of(directory.resolve("disk"), "size=64k")) {
            SpawnOrder plain =
                    launches.shell(
                            "head -c 1000000 /dev/zero; read x < go; rm disk/filler; echo last");
            run("mkfifo", directory.resolve("go").toString());
            Path log = disk.path().resolve("log");
            Files.write(disk.path().resolve("filler"), new byte[32 << 10]);
            SpawnOrder order = Launches.with(plain, new Output.Piped(log));
            var birth = launches.spawn(order);
            Files.writeString(directory.resolve("go"), "\n");
            launches.awaitEnd(birth.keeper());

            String text = Files.readString(log).replace("\0", "");
            long dropped = 1_000_000 - (32 << 10);
            assertThat(text)
                    .isEqualTo(
                            "\n[hostler: "
                                    + dropped
                                    + " bytes of output were dropped: the log took no more]\n"
                                    + "last\n");
            assertThat(launches.records.resolve(order.launchId() + ".exit"))
                    .content()
                    .contains("output_dropped=" + dropped + "\n");
        }
    }

    private static void run(String... command) throws Exception {
        assertThat(new ProcessBuilder(command).start().waitFor()).isZero();
    }
}
