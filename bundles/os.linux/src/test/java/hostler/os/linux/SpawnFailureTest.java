package hostler.os.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.assertj.core.api.InstanceOfAssertFactories.throwable;

import hostler.os.api.Account;
import hostler.os.api.Output;
import hostler.os.api.SpawnException;
import hostler.os.api.SpawnException.Kind;
import hostler.os.api.SpawnOrder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpawnFailureTest {

    @TempDir Path directory;
    private Launches launches;

    @BeforeEach
    void open() throws Exception {
        launches = new Launches(directory);
    }

    @AfterEach
    void nothingIsLeft() {
        assertThat(launches.records).isEmptyDirectory();
        launches.close();
    }

    private void assertPermanent(SpawnOrder order, String reason) {
        assertThatThrownBy(() -> launches.spawn(order))
                .hasMessage("cannot start " + order.executable() + ": " + reason)
                .asInstanceOf(throwable(SpawnException.class))
                .extracting(SpawnException::kind)
                .isEqualTo(Kind.PERMANENT);
    }

    private SpawnOrder script(String content, String mode) throws IOException {
        Path file = Files.writeString(directory.resolve("program"), content);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
        return launches.order(file);
    }

    @Test
    void missingFile() {
        assertPermanent(launches.order(directory.resolve("none")), "no such file");
    }

    @Test
    void linkToNothing() throws IOException {
        Path link = Files.createSymbolicLink(directory.resolve("link"), directory.resolve("none"));
        assertPermanent(
                launches.order(link),
                "no such file; it is a symbolic link to something that does not exist");
    }

    @Test
    void directoryInsteadOfAProgram() {
        assertPermanent(launches.order(directory), "it is a directory");
    }

    @Test
    void fileWithoutTheExecuteBit() throws IOException {
        assertPermanent(
                script("#!/bin/sh\n", "rw-r--r--"), "it is not executable; chmod +x makes it so");
    }

    @Test
    void missingInterpreter() throws IOException {
        assertPermanent(
                script("#! /no/such/shell -e\n", "rwxr-xr-x"),
                "its interpreter /no/such/shell, named in its first line, does not exist");
    }

    @Test
    void scriptWithoutInterpreter() throws IOException {
        assertPermanent(
                script("echo hello\n", "rwxr-xr-x"),
                "it is neither a program nor a script with a #! line");
    }

    @Test
    void emptyFile() throws IOException {
        assertPermanent(script("", "rwxr-xr-x"), "it is empty");
    }

    @Test
    void programOfAnotherMachine() throws IOException {
        Path file = directory.resolve("program");
        byte[] elf = Files.readAllBytes(Path.of("/bin/true"));
        elf[18] = (byte) 243;
        Files.write(file, elf);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
        assertPermanent(
                launches.order(file),
                "it is a program for riscv64, this machine is " + System.getProperty("os.arch"));
    }

    @Test
    void fileSystemMountedNoexec() throws Exception {
        assumeThat(new NssAccounts().ownUid()).isZero();
        try (TemporaryMount disk = TemporaryMount.of(directory.resolve("disk"), "noexec")) {
            Path file = Files.copy(Path.of("/bin/true"), disk.path().resolve("program"));
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
            assertPermanent(launches.order(file), "its file system is mounted noexec");
        }
    }

    @Test
    void argumentsThatAreTooLong() {
        assertPermanent(
                launches.order(Path.of("/bin/echo"), "x".repeat(1 << 20)),
                "its arguments and environment are longer than the kernel takes (E2BIG, see"
                        + " execve(2))");
    }

    @Test
    void missingWorkingDirectory() {
        Path none = directory.resolve("none");
        assertPermanent(
                Launches.in(launches.shell("true"), none, 022, Map.of()),
                "cannot enter its working directory "
                        + none
                        + ": No such file or directory (ENOENT)");
    }

    @Test
    void directoryThatTheUserMayNotEnter() throws IOException {
        assumeThat(new NssAccounts().ownUid()).isZero();
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
        assertPermanent(
                Launches.as(launches.shell("true"), new Account(65534, 65534, List.of())),
                "cannot enter its working directory "
                        + directory
                        + " as uid 65534 gid 65534: Permission denied (EACCES)");
    }

    @Test
    void outputThatIsALink() throws IOException {
        SpawnOrder order = launches.shell("true");
        Files.createSymbolicLink(order.output().file(), directory.resolve("elsewhere"));
        assertPermanent(
                order,
                "cannot open "
                        + order.output().file()
                        + " for its output: Too many levels of symbolic links (ELOOP)");
        assertThat(directory.resolve("elsewhere")).doesNotExist();
    }

    @Test
    void outputWithoutADirectory() {
        Path file = directory.resolve("none/log");
        assertPermanent(
                Launches.with(launches.shell("true"), new Output.Append(file)),
                "cannot open " + file + " for its output: No such file or directory (ENOENT)");
    }

    @Test
    void recordsThatCannotBeWritten() throws IOException {
        Files.delete(launches.records);
        assertPermanent(
                launches.shell("touch ran"),
                "cannot write the launch's records in "
                        + launches.records
                        + ": No such file or directory (ENOENT)");
        assertThat(directory.resolve("ran")).doesNotExist();
        Files.createDirectory(launches.records);
    }

    @Test
    void argumentWithNul() {
        assertPermanent(
                launches.order(Path.of("/bin/echo"), "a\0b"),
                "an argument contains a NUL character");
    }

    @Test
    void badNameInTheEnvironment() {
        assertPermanent(
                Launches.in(launches.shell("true"), directory, 022, Map.of("A=B", "secret")),
                "'A=B' is no name of an environment variable");
    }

    @Test
    void relativePath() {
        assertPermanent(
                launches.order(Path.of("bin/true")),
                "executable 'bin/true' is not an absolute path");
    }

    @Test
    void programBeingWrittenIsWorthAnotherTry() throws Exception {
        SpawnOrder order = script("#!/bin/sh\n", "rwxr-xr-x");
        Files.copy(
                Path.of("/bin/true"),
                order.executable(),
                java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        try (var writer = new java.io.RandomAccessFile(order.executable().toFile(), "rw")) {
            assertThat(writer.length()).isPositive();
            assertThatThrownBy(() -> launches.spawn(order))
                    .hasMessageEndingWith("it is open for writing")
                    .asInstanceOf(throwable(SpawnException.class))
                    .extracting(SpawnException::kind)
                    .isEqualTo(Kind.TRANSIENT);
        }
    }

    @Test
    void keeperThatIsGoneIsNamed() throws Exception {
        try (KeeperSpawnDoor broken = new KeeperSpawnDoor(directory.resolve("keeper"))) {
            assertThatThrownBy(() -> broken.spawn(launches.shell("true")))
                    .hasMessageContaining("cannot run its keeper " + directory.resolve("keeper"))
                    .hasMessageContaining("ENOENT");
        }
    }
}
