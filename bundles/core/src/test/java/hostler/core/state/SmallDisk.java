package hostler.core.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file system of 256 KiB that can be filled: a tmpfs, which only root can mount. */
record SmallDisk(Path directory) {

    static SmallDisk mount(Path directory) throws IOException, InterruptedException {
        boolean mounted =
                run("mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", directory.toString());
        if (System.getenv("CI") != null) {
            assertThat(mounted).as("a tmpfs can be mounted").isTrue();
        }
        assumeTrue(mounted, "a tmpfs cannot be mounted here; it takes root");
        return new SmallDisk(directory);
    }

    /** Writes until nothing more goes in. */
    void fill() throws IOException {
        try (OutputStream ballast = Files.newOutputStream(ballast())) {
            byte[] page = new byte[4096];
            for (int pages = 0; pages < 1_000; pages++) {
                ballast.write(page);
            }
            throw new AssertionError("the disk is larger than it should be");
        } catch (IOException full) {
            assertThat(full).hasMessageContaining("No space left");
        }
    }

    void makeRoom() throws IOException {
        Files.delete(ballast());
    }

    private Path ballast() {
        return directory.resolve("ballast");
    }

    private static boolean run(String... command) throws IOException, InterruptedException {
        return new ProcessBuilder(command).inheritIO().start().waitFor() == 0;
    }

    void unmount() throws IOException, InterruptedException {
        assertThat(run("umount", directory.toString())).isTrue();
    }
}
