package hostler.launcher.direct;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PasswdFileTest {
    @TempDir Path directory;

    @Test
    void theFirstEntryOfAUserCounts() throws Exception {
        Path file =
                Files.writeString(
                        directory.resolve("passwd"),
                        "root:x:0:0:root:/root:/bin/sh\ntoor:x:0:0::/other:\nbroken:0\n");
        assertThat(new PasswdFile(file).ofUser(0)).contains(new PasswdFile.Entry("root", "/root"));
        assertThat(new PasswdFile(file).ofUser(7)).isEmpty();
    }

    @Test
    void aFileThatWasReplacedIsReadAgain() throws Exception {
        Path file = Files.writeString(directory.resolve("passwd"), "a:x:1:1::/a:\n");
        PasswdFile passwd = new PasswdFile(file);
        assertThat(passwd.ofUser(1)).contains(new PasswdFile.Entry("a", "/a"));
        // The same size, and perhaps the same moment: only the file is another.
        Path next = Files.writeString(directory.resolve("passwd+"), "b:x:1:1::/b:\n");
        Files.setLastModifiedTime(next, Files.getLastModifiedTime(file));
        Files.move(next, file, StandardCopyOption.REPLACE_EXISTING);
        assertThat(passwd.ofUser(1)).contains(new PasswdFile.Entry("b", "/b"));
    }

    @Test
    void withoutTheFileNobodyIsKnown() {
        assertThat(new PasswdFile(directory.resolve("absent")).ofUser(0)).isEmpty();
    }
}
