package hostler.deploy;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileTrustTest {
    @TempDir Path directory;

    private FileTrust trust;
    private Path file;

    @BeforeEach
    void writeFile() throws IOException {
        trust = FileTrust.own();
        file = Files.writeString(directory.resolve("x.jar"), "x");
        permit(directory, "rwxr-xr-x");
        permit(file, "rw-r--r--");
    }

    private static void permit(Path path, String permissions) throws IOException {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
    }

    private void isRefused(Path path, String reason) {
        assertThatThrownBy(() -> trust.check(directory, path))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining(reason);
    }

    @Test
    void whatOnlyTheAgentsUserWritesIsTrusted() {
        assertThatCode(() -> trust.check(directory, file)).doesNotThrowAnyException();
    }

    @Test
    void aFileAnybodyCanWriteIsRefusedWithTheCure() throws IOException {
        permit(file, "rw-r--rw-");

        isRefused(file, "chmod o-w " + file);
    }

    @Test
    void aDirectoryAnybodyCanWriteIsRefusedWithTheCure() throws IOException {
        permit(directory, "rwxrwxrwx");

        isRefused(file, "chmod o-w " + directory);
    }

    @Test
    void aForeignGroupThatCanWriteIsRefused() throws IOException {
        permit(file, "rw-rw-r--");
        int group = (int) Files.getAttribute(file, "unix:gid");

        assertThatCode(() -> new FileTrust(trust.uid(), group).check(directory, file))
                .doesNotThrowAnyException();
        if (group != 0) {
            trust = new FileTrust(trust.uid(), group + 1);
            isRefused(file, "chmod g-w " + file);
        }
    }

    @Test
    void aSymbolicLinkAndADirectoryAreRefused() throws IOException {
        isRefused(Files.createSymbolicLink(directory.resolve("link.jar"), file), "a symbolic link");
        isRefused(Files.createDirectory(directory.resolve("dir.jar")), "not a regular file");
    }
}
