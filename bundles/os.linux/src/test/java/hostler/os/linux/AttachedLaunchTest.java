package hostler.os.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import hostler.os.api.Account;
import hostler.os.api.AttachedLaunch;
import hostler.os.api.ExitRecord;
import hostler.os.api.ExitStatus;
import hostler.os.api.KeeperDuties;
import hostler.os.api.Output;
import hostler.os.api.OutputPipe;
import hostler.os.api.ProcessIdentity;
import hostler.os.api.SpawnException;
import hostler.os.api.SpawnOrder;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AttachedLaunchTest {

    private static final int NOBODY = 65534;
    private static final int PIECE = 16 << 10;

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

    private SpawnOrder attached(String script) {
        return Launches.with(launches.shell(script), new Output.Attached());
    }

    private static String all(OutputPipe pipe) throws Exception {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] next = pipe.read(PIECE); next.length > 0; next = pipe.read(PIECE)) {
            all.writeBytes(next);
        }
        return all.toString(StandardCharsets.UTF_8);
    }

    private static String line(OutputPipe pipe) throws Exception {
        return new String(pipe.read(PIECE), StandardCharsets.UTF_8).strip();
    }

    private ExitRecord end(SpawnOrder order, AttachedLaunch launch) throws Exception {
        launches.awaitEnd(launch.birth().keeper());
        return launches.door.exit(launches.records, order.launchId()).orElseThrow();
    }

    @Test
    void stdoutAndStderrAreReadApartToTheirEnds() throws Exception {
        SpawnOrder order = attached("echo one; echo two >&2; echo three; exit 3");
        try (AttachedLaunch launch = launches.attach(order)) {
            assertThat(all(launch.out())).isEqualTo("one\nthree\n");
            assertThat(all(launch.err())).isEqualTo("two\n");
            assertThat(end(order, launch).status()).isEqualTo(new ExitStatus.Exited(3));
        }
    }

    @Test
    void whatNobodyReadsIsNotLostAndMakesTheProcessWait() throws Exception {
        SpawnOrder order = attached("seq 1 100000; echo done > done; echo end >&2");
        try (AttachedLaunch launch = launches.attach(order)) {
            String first = line(launch.out());
            assertThat(directory.resolve("done")).doesNotExist();
            String rest = all(launch.out());

            assertThat(first).startsWith("1\n2\n");
            assertThat(rest).endsWith("\n100000\n");
            assertThat((first + rest).lines().count()).isEqualTo(100_000);
            assertThat(all(launch.err())).isEqualTo("end\n");
        }
    }

    @Test
    void lettingGoKillsTheWholeTreeAndWhatWasWrittenIsStillThere() throws Exception {
        SpawnOrder order =
                attached("echo before; (setsid sleep 1000 & echo $! >&2); read x < /dev/zero");
        try (AttachedLaunch launch = launches.attach(order)) {
            assertThat(line(launch.out())).isEqualTo("before");
            ProcessIdentity sleeper =
                    launches.table.identify(Integer.parseInt(line(launch.err()))).orElseThrow();
            launch.letGo();
            ExitRecord exit = end(order, launch);

            assertThat(exit.status()).isEqualTo(new ExitStatus.Killed(9, false));
            assertThat(exit.deadlineExceeded()).isFalse();
            assertThat(launches.table.alive(sleeper)).isFalse();
            assertThat(launch.out().read(PIECE)).isEmpty();
        }
    }

    @Test
    void whoWaitsForOutputIsToldWhenItIsClosed() throws Exception {
        AttachedLaunch launch = launches.attach(attached("exec sleep 1000"));
        CompletableFuture<byte[]> read = new CompletableFuture<>();
        Thread reader =
                Thread.startVirtualThread(
                        () -> {
                            try {
                                read.complete(launch.out().read(PIECE));
                            } catch (Exception e) {
                                read.completeExceptionally(e);
                            }
                        });
        launch.close();

        assertThat(read.get(10, TimeUnit.SECONDS)).isEmpty();
        reader.join();
        launches.awaitEnd(launch.birth().keeper());
    }

    @Test
    void everythingOfItDiesInItsGroupAtOneBlow() throws Exception {
        try (TestGroup group = TestGroup.open()) {
            SpawnOrder order =
                    Launches.with(
                            attached("for i in 1 2 3; do setsid sleep 1000 & done; echo up; wait"),
                            new KeeperDuties(
                                    Optional.of(group.directory()),
                                    false,
                                    Optional.empty(),
                                    false,
                                    Optional.empty()));
            AttachedLaunch launch = launches.attach(order);
            assertThat(line(launch.out())).isEqualTo("up");
            group.group().freeze(Duration.ofSeconds(5));
            launch.close();

            launches.awaitEnd(launch.birth().keeper());
            group.awaitEmpty();
        }
    }

    @Test
    void anotherUserMayOpenItsOutputAgain() throws Exception {
        assumeThat(new NssAccounts().ownUid()).isZero();
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        SpawnOrder order = attached("echo one > /dev/stdout; echo two > /dev/stderr");
        Account nobody = new Account(NOBODY, NOBODY, List.of());
        try (AttachedLaunch launch = launches.attach(Launches.as(order, nobody))) {
            assertThat(all(launch.out())).isEqualTo("one\n");
            assertThat(all(launch.err())).isEqualTo("two\n");
        }
    }

    @Test
    void noneOfTheAgentsDescriptorsIsInTheProcessOrItsKeeper() throws Exception {
        SpawnOrder order = launches.order(Path.of("/bin/sleep"), "1000");
        try (AttachedLaunch launch = launches.attach(Launches.with(order, new Output.Attached()))) {
            assertThat(descriptors(launch.birth().process())).as("stdin, out, err").hasSize(3);
            assertThat(descriptors(launch.birth().keeper()))
                    .as("those three, signals, records, exit record and lifeline")
                    .hasSize(7);
        }
    }

    private static String[] descriptors(ProcessIdentity process) {
        return Path.of("/proc/" + process.pid() + "/fd").toFile().list();
    }

    @Test
    void nothingStaysOpenWhenItCannotBeStarted() throws Exception {
        launches.attach(attached("exit 0")).close();
        int before = descriptors();
        SpawnOrder order =
                Launches.with(launches.order(directory.resolve("absent")), new Output.Attached());

        assertThatThrownBy(() -> launches.attach(order))
                .isInstanceOf(SpawnException.class)
                .hasMessageContaining("absent");
        assertThat(descriptors()).isEqualTo(before);
    }

    @Test
    void nothingStaysOpenAfterwards() throws Exception {
        launches.attach(attached("exit 0")).close();
        int before = descriptors();
        for (int i = 0; i < 20; i++) {
            AttachedLaunch launch = launches.attach(attached("echo $0; exec sleep 1000"));
            assertThat(line(launch.out())).isNotEmpty();
            launch.close();
            launches.awaitEnd(launch.birth().keeper());
        }

        assertThat(descriptors()).isEqualTo(before);
    }

    private static int descriptors() {
        return Path.of("/proc/self/fd").toFile().list().length;
    }
}
