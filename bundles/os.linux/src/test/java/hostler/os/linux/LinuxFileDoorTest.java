package hostler.os.linux;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LinuxFileDoorTest {

    private static final int BLOCKS = 64 * 1024;

    @TempDir Path directory;
    private final LinuxFileDoor door = new LinuxFileDoor();

    @AfterEach
    void close() {
        door.close();
    }

    @Test
    void newFileHasTheContentAndNothingIsLeftBesideIt() throws IOException {
        Path file = directory.resolve("ü file");
        door.replace(file, "content".getBytes(UTF_8));

        assertThat(file).hasContent("content");
        assertThat(directory).isDirectoryNotContaining(path -> !path.equals(file));
    }

    @Test
    void replacedFileKeepsItsMode() throws IOException {
        Path file = Files.writeString(directory.resolve("file"), "old and longer");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
        door.replace(file, "new".getBytes(UTF_8));

        assertThat(file).hasContent("new");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-r-----");
    }

    @Test
    void whatAPowerCutLeftIsNoObstacleAndNoTrap() throws IOException {
        Path secret = Files.writeString(directory.resolve("secret"), "untouched");
        Files.createSymbolicLink(directory.resolve(".file.new"), secret);
        door.replace(directory.resolve("file"), "new".getBytes(UTF_8));

        assertThat(directory.resolve("file")).hasContent("new");
        assertThat(secret).hasContent("untouched");
    }

    @Test
    void failureLeavesTheOldAndNamesTheFile() throws IOException {
        Path target = Files.createDirectories(directory.resolve("taken/below"));

        assertThatThrownBy(() -> door.replace(target.getParent(), new byte[1]))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("cannot replace " + target.getParent());
        assertThat(target).exists();
        assertThat(directory).isDirectoryNotContaining("glob:**.new");
    }

    @Test
    void interruptedThreadReplacesCompletely() throws IOException {
        Path file = directory.resolve("file");
        Thread.currentThread().interrupt();
        door.replace(file, "all of it".getBytes(UTF_8));

        assertThat(Thread.interrupted()).isTrue();
        assertThat(file).hasContent("all of it");
    }

    @Test
    void reclaimedBeginningIsAHoleAndTheRestIsThere() throws IOException {
        Path file = directory.resolve("log");
        Files.write(file, "x".repeat(3 * BLOCKS).getBytes(UTF_8));
        long left = door.reclaim(file, 2 * BLOCKS + 5);
        Files.writeString(file, "tail", StandardOpenOption.APPEND);

        assertThat(left).isBetween(2L * BLOCKS - 4096, 2L * BLOCKS + 5);
        assertThat(door.firstData(file, 0)).isEqualTo(left);
        assertThat(file).hasSize(3 * BLOCKS + 4);
        assertThat(Files.readString(file)).endsWith("xxtail").startsWith("\0\0");
    }

    @Test
    void reclaimNeverReachesPastTheEnd() throws IOException {
        Path file = Files.writeString(directory.resolve("log"), "short");

        assertThat(door.reclaim(file, 1 << 20)).isZero();
        assertThat(file).hasContent("short");
    }

    @Test
    void firstDataOfAFileThatEndsIsItsSize() throws IOException {
        Path file = Files.writeString(directory.resolve("log"), "short");

        assertThat(door.firstData(file, 2)).isEqualTo(2);
        assertThat(door.firstData(file, 5)).isEqualTo(5);
        assertThatThrownBy(() -> door.firstData(directory.resolve("none"), 0))
                .isInstanceOf(IOException.class);
    }
}
