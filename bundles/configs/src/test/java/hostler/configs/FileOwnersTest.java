package hostler.configs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hostler.configs.api.ConfigOutcome.Applied;
import hostler.core.api.ServiceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whoever writes a package.json gets at no more through an agent that is root. */
class FileOwnersTest {
    private static final int SOMEBODY = 12345;

    @TempDir Path directory;
    private Rig rig;
    private Path source;

    @BeforeEach
    void open() throws IOException {
        boolean root = (int) Files.getAttribute(Path.of("/proc/self"), "unix:uid") == 0;
        assertThat(root || System.getenv("CI") == null).as("CI runs as root").isTrue();
        Assumptions.assumeTrue(root, "missing: root, who may give files away");
        rig = new Rig(directory);
        source = rig.directory.resolve("package.json");
        Files.writeString(rig.main, "port: 1\n");
    }

    @AfterEach
    void close() {
        if (rig != null) {
            rig.close();
        }
    }

    private static void give(Path file, int uid) throws IOException {
        Files.setAttribute(file, "unix:uid", uid);
    }

    @Test
    void aPackageOfRootsMayDeclareAnybodysFile() throws Exception {
        give(rig.main, SOMEBODY);
        assertThat(rig.apply(rig.main("port: 2\n"))).isInstanceOf(Applied.class);
        assertThat(Files.getAttribute(rig.main, "unix:uid")).isEqualTo(SOMEBODY);
    }

    @Test
    void aPackageOfSomebodysMayDeclareHisFilesAndNotRoots() throws Exception {
        give(source, SOMEBODY);
        assertThatThrownBy(() -> rig.workshop.get(FakeService.WEB))
                .isInstanceOf(ServiceException.class)
                .hasMessageStartingWith(
                        rig.main + " belongs to user 0, and " + source + " does not");
        assertThatThrownBy(() -> rig.apply(rig.main("port: 2\n")))
                .hasMessageContaining("belongs to user 0");
        assertThat(rig.main).hasContent("port: 1\n");

        give(rig.main, SOMEBODY);
        give(rig.main.getParent(), SOMEBODY);
        assertThat(rig.apply(rig.main("port: 2\n"), rig.extra("{}"))).isInstanceOf(Applied.class);
        assertThat(Files.getAttribute(rig.extra, "unix:uid")).isEqualTo(SOMEBODY);
    }

    @Test
    void nothingIsMadeInADirectoryOfRootsForSomebody() throws Exception {
        give(source, SOMEBODY);
        give(rig.main, SOMEBODY);

        assertThatThrownBy(() -> rig.apply(rig.extra("{}")))
                .hasMessageStartingWith(rig.extra + " belongs to user 0");
        assertThat(rig.extra).doesNotExist();
    }

    @Test
    void aFileOfRootsInThePlaceOfThePackageMakesItNotRoots() throws Exception {
        Files.writeString(source, "{\"package\":\"other\"}");

        assertThatThrownBy(() -> rig.workshop.get(FakeService.WEB))
                .hasMessageContaining("does not belong to root");
    }
}
