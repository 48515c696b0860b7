package hostler.os.linux;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hostler.os.api.ConfinedFile;
import hostler.os.api.FileAttributes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class LinuxConfinedFilesTest {
    private static final long MOST = 1 << 20;
    private static final int ROOT = 0;

    @TempDir Path temporary;
    private Path directory;
    private final LinuxConfinedFiles files = new LinuxConfinedFiles();

    @BeforeEach
    void open() throws IOException {
        directory = temporary.toRealPath();
    }

    @AfterEach
    void close() {
        files.close();
    }

    private ConfinedFile content(String text, int mode) throws IOException {
        return new ConfinedFile(
                text.getBytes(UTF_8),
                new FileAttributes(
                        (int) Files.getAttribute(directory, "unix:uid"),
                        (int) Files.getAttribute(directory, "unix:gid"),
                        mode));
    }

    private ConfinedFile read(Path file) throws IOException {
        return files.read(file, MOST).orElseThrow();
    }

    @Test
    void whatIsWrittenIsReadWithItsMode() throws IOException {
        Path file = directory.resolve("ü file");
        files.replace(file, content("content", 0640));

        assertThat(read(file)).isEqualTo(content("content", 0640));
        assertThat(directory).isDirectoryNotContaining(path -> !path.equals(file));
    }

    @Test
    void aVirtualThreadReadsAndWritesAsWell() throws Exception {
        Path file = directory.resolve("file");
        Thread.ofVirtual().start(() -> write(file)).join();

        assertThat(file).hasContent("by a virtual thread");
    }

    private void write(Path file) {
        try {
            files.replace(file, content("by a virtual thread", 0600));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void absenceIsNoErrorForReadersAndRemovers() throws IOException {
        Path file = directory.resolve("none/below/file");

        assertThat(files.read(file, MOST)).isEmpty();
        assertThat(files.directory(directory.resolve("none"))).isEmpty();
        files.remove(file);
        files.tidy(file);
        assertThatThrownBy(() -> files.replace(file, content("x", 0600)))
                .hasMessage(
                        "cannot replace "
                                + file
                                + ": its directory does not exist; make it, for the user who shall"
                                + " own it");
    }

    @Test
    void theExtendedAttributesComeAlong() throws IOException {
        Path file = Files.writeString(directory.resolve("file"), "old");
        mark(file, "user.colour", "blue");
        ConfinedFile old = read(file);
        files.replace(file, content("without", 0600));
        assertThat(read(file).attributes().extended()).doesNotContainKey("user.colour");
        files.replace(file, old);

        assertThat(old.attributes().extended()).containsEntry("user.colour", "626c7565");
        assertThat(read(file)).isEqualTo(old);
    }

    private static void mark(Path file, String name, String value) throws IOException {
        UserDefinedFileAttributeView view =
                Files.getFileAttributeView(file, UserDefinedFileAttributeView.class);
        boolean supported = Files.getFileStore(file).supportsFileAttributeView("user");
        String missing = "a file system with extended attributes under " + file;
        assertThat(supported || System.getenv("CI") == null).as(missing).isTrue();
        Assumptions.assumeTrue(supported, "missing: " + missing);
        view.write(name.substring("user.".length()), UTF_8.encode(value));
    }

    @Test
    void theAccessControlListComesAlong() throws IOException {
        requireRoot();
        Path file = Files.writeString(directory.resolve("file"), "old");
        ConfinedFile plain = read(file);
        // acl(5) as the kernel stores it: version 2, then tag, permissions and id of each entry.
        String list =
                "02000000"
                        + "01000600ffffffff" // its owner
                        + "0200040001000000" // user 1 may read
                        + "04000400ffffffff" // its group
                        + "10000400ffffffff" // the mask
                        + "20000000ffffffff"; // everybody else
        FileAttributes shared =
                new FileAttributes(
                        plain.attributes().uid(),
                        plain.attributes().gid(),
                        0640,
                        Map.of("system.posix_acl_access", list));
        files.replace(file, new ConfinedFile("new".getBytes(UTF_8), shared));

        assertThat(read(file).attributes()).isEqualTo(shared);
        assertThat(read(file).content()).isEqualTo("new".getBytes(UTF_8));
    }

    @Test
    void anotherOwnersFileStaysHis() throws IOException {
        requireRoot();
        Path file = Files.writeString(directory.resolve("file"), "old");
        ConfinedFile his =
                new ConfinedFile("new".getBytes(UTF_8), new FileAttributes(12345, 54321, 0604));
        files.replace(file, his);

        assertThat(read(file)).isEqualTo(his);
        assertThat(Files.getAttribute(file, "unix:uid")).isEqualTo(12345);
    }

    private static void requireRoot() throws IOException {
        boolean root = (int) Files.getAttribute(Path.of("/proc/self"), "unix:uid") == ROOT;
        assertThat(root || System.getenv("CI") == null).as("CI runs as root").isTrue();
        Assumptions.assumeTrue(root, "missing: root, who may give files away");
    }

    @Test
    void aFileThatIsTooLongIsRefusedByItsSize() throws IOException {
        Path file = Files.write(directory.resolve("file"), new byte[11]);

        assertThatThrownBy(() -> files.read(file, 10))
                .hasMessage(
                        "cannot read "
                                + file
                                + ": it has 11 bytes or more; at most 10 are accepted");
        assertThat(files.read(file, 11).orElseThrow().size()).isEqualTo(11);
    }

    @Test
    void whatADeathLeftBesideTheFileIsNoTrapAndGoes() throws IOException {
        Path secret = Files.writeString(directory.resolve("secret"), "untouched");
        Path left = directory.resolve(".file.hostler-new");
        Files.createSymbolicLink(left, secret);
        files.replace(directory.resolve("file"), content("new", 0600));
        assertThat(secret).hasContent("untouched");
        assertThat(left).doesNotExist();

        Files.writeString(left, "half");
        files.tidy(directory.resolve("file"));
        assertThat(left).doesNotExist();
        assertThat(directory.resolve("file")).hasContent("new");
    }

    @Test
    void aRemovedFileIsGone() throws IOException {
        Path file = directory.resolve("file");
        files.replace(file, content("new", 0600));
        files.remove(file);

        assertThat(file).doesNotExist();
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void aFailureLeavesTheOldFileAndNothingBeside() throws IOException {
        Path file = Files.writeString(directory.resolve("file"), "old");
        FileAttributes impossible =
                new FileAttributes(
                        content("", 0).attributes().uid(),
                        content("", 0).attributes().gid(),
                        0600,
                        Map.of("nonsense.name", "00"));

        assertThatThrownBy(() -> files.replace(file, new ConfinedFile(new byte[1], impossible)))
                .hasMessageStartingWith("cannot replace " + file + ": fsetxattr: ");
        assertThat(file).hasContent("old");
        assertThat(directory).isDirectoryNotContaining(path -> !path.equals(file));
    }

    @Test
    void theOwnerOfADirectoryIsTold() throws IOException {
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-x---"));

        assertThat(files.directory(directory).orElseThrow())
                .isEqualTo(
                        new FileAttributes(
                                (int)
                                        Files.getAttribute(
                                                directory, "unix:uid", LinkOption.NOFOLLOW_LINKS),
                                (int)
                                        Files.getAttribute(
                                                directory, "unix:gid", LinkOption.NOFOLLOW_LINKS),
                                0750));
    }
}
