package hostler.launcher.direct;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import hostler.os.api.ProcessIdentity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A process in the freezer of cgroup v1: it is in state D, and not even SIGKILL reaches it. The
 * nearest thing to a disk that does not answer that a test can make, and unmake.
 */
record FrozenV1(Path group) implements AutoCloseable {
    private static final Path FREEZER = Path.of("/sys/fs/cgroup/freezer");

    static FrozenV1 hold(ProcessIdentity process) throws IOException {
        boolean there = Files.isWritable(FREEZER.resolve("cgroup.procs"));
        if (System.getenv("CI") != null) {
            assertThat(there).as("a writable freezer of cgroup v1 at " + FREEZER).isTrue();
        }
        assumeTrue(there, "there is no freezer of cgroup v1 at " + FREEZER + " for this user");
        Path group = FREEZER.resolve("hostler-test-" + process.pid());
        Files.createDirectory(group);
        Files.writeString(group.resolve("cgroup.procs"), String.valueOf(process.pid()));
        Files.writeString(group.resolve("freezer.state"), "FROZEN");
        return new FrozenV1(group);
    }

    /** As the kernel names it: FROZEN, or on the way there FREEZING. */
    String state() throws IOException {
        return Files.readString(group.resolve("freezer.state")).strip();
    }

    /** Thaws it, and returns when it has died of what it was sent meanwhile. */
    @Override
    public void close() throws IOException {
        Files.writeString(group.resolve("freezer.state"), "THAWED");
        await().until(() -> Files.readAllLines(group.resolve("cgroup.procs")).isEmpty());
        Files.delete(group);
    }
}
